package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Freeze windows: no deployment starts in them. Each has its own time zone. Argo CD computes the same windows. */
class Freeze implements Serializable {
    /** Describes the window that is active at a moment; empty if none is. */
    @NonCPS
    static String window(List windows, long now) {
        for (Object window : windows) {
            Calendar moment = Calendar.getInstance(TimeZone.getTimeZone(window.timeZone))
            moment.timeInMillis = now
            int ago = 0
            while (ago < window.minutes) {
                if (begins(window.begins, moment)) {
                    return window.window
                }
                int back = stepBack(window.begins, moment)
                moment.add(Calendar.MINUTE, -back)
                ago += back
            }
        }
        return ''
    }

    /** One minute, or back to the last half hour if no window begins in this hour. No clock changes within one. */
    @NonCPS
    private static int stepBack(Map schedule, Calendar moment) {
        return admits(schedule.hours, moment.get(Calendar.HOUR_OF_DAY)) ? 1 : moment.get(Calendar.MINUTE) % 30 + 1
    }

    /** True if a window begins in this minute. As in cron, if both kinds of days are set, either one matches. */
    @NonCPS
    private static boolean begins(Map schedule, Calendar moment) {
        if (!admits(schedule.minutes, moment.get(Calendar.MINUTE))
                || !admits(schedule.hours, moment.get(Calendar.HOUR_OF_DAY))
                || !admits(schedule.months, moment.get(Calendar.MONTH) + 1)) {
            return false
        }
        boolean day = admits(schedule.days, moment.get(Calendar.DAY_OF_MONTH))
        boolean weekday = admits(schedule.weekdays, moment.get(Calendar.DAY_OF_WEEK) - 1)
        return schedule.days && schedule.weekdays ? day || weekday : day && weekday
    }

    @NonCPS
    private static boolean admits(List numbers, int number) {
        return !numbers || numbers.contains(number)
    }
}
