// Freeze windows: no deployment starts in them. Each has its own time zone. The class Freeze of the Jenkins library computes the same.

/** Describes the window that is active at a moment; empty if none is. */
export function activeWindow(windows, now) {
  const active = windows.find((it) => isActive(it, now));
  return active === undefined ? "" : active.window;
}

function isActive({ begins, minutes, timeZone }, now) {
  const options = { minute: "numeric", hour: "numeric", day: "numeric", month: "numeric", weekday: "short" };
  const format = new Intl.DateTimeFormat("en-US", { ...options, hourCycle: "h23", timeZone });
  for (let ago = 0; ago < minutes; ) {
    const moment = fieldsOf(format, now - ago * 60_000);
    if (beginsAt(begins, moment)) return true;
    // One minute, or back to the last half hour if no window begins in this hour. No clock changes within one.
    ago += admits(begins.hours, moment.hour) ? 1 : (moment.minute % 30) + 1;
  }
  return false;
}

function fieldsOf(format, time) {
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const [minute, hour, day, month] = [parts.minute, parts.hour, parts.day, parts.month].map(Number);
  return { minute, hour, day, month, weekday: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(parts.weekday) };
}

/** True if a window begins in this minute. As in cron, if both kinds of days are set, either one matches. */
function beginsAt({ minutes, hours, months, days, weekdays }, moment) {
  if (!admits(minutes, moment.minute) || !admits(hours, moment.hour) || !admits(months, moment.month)) return false;
  const [day, weekday] = [admits(days, moment.day), admits(weekdays, moment.weekday)];
  return days.length > 0 && weekdays.length > 0 ? day || weekday : day && weekday;
}

function admits(numbers, number) {
  return numbers.length === 0 || numbers.includes(number);
}
