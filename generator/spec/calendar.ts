/** Days of each month, in a leap year. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether one of the months (1 for January) has one of the days. */
export function hasDate(days: readonly number[], months: readonly number[]): boolean {
  return months.some((month) => days.some((day) => day <= (DAYS[month - 1] ?? 0)));
}
