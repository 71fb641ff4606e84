package com.acme.travel

import com.cloudbees.groovy.cps.NonCPS

/** Windows in which nothing is deployed, each in its own time zone; Argo CD computes the same ones. */
class Freeze implements Serializable {
    /** The window that holds at a moment, in words; empty where none does. */
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

    /** A minute; in an hour in which nothing begins the rest of the half hour, in which no clock is ever changed. */
    @NonCPS
    private static int stepBack(Map schedule, Calendar moment) {
        return admits(schedule.hours, moment.get(Calendar.HOUR_OF_DAY)) ? 1 : moment.get(Calendar.MINUTE) % 30 + 1
    }

    /** True where a window begins in this minute. As in cron, two given kinds of days are either's. */
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
