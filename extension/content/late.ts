// Runs before the relay where recording begins in a page that is there already.
(globalThis as { callDoctorLate?: true }).callDoctorLate = true;
