package internal.bank.ci

import com.cloudbees.groovy.cps.NonCPS

/** Windows in which nothing is deployed, each in its own time zone; Argo CD computes the same ones. */
class Freeze implements Serializable {
    /** The window that holds at a moment, in words; empty where none does. */
    @NonCPS
    static String window(List windows, long now) {
        for (Object window : windows) {
            TimeZone zone = TimeZone.getTimeZone(window.timeZone)
            for (int ago = 0; ago < window.minutes; ago++) {
                if (begins(window.begins, new Date(now - ago * 60000L), zone)) {
                    return window.window
                }
            }
        }
        return ''
    }

    /** True where a window begins in this minute. As in cron, two given kinds of days are either's. */
    @NonCPS
    private static boolean begins(Map schedule, Date moment, TimeZone zone) {
        String[] now = moment.format('m H M d u', zone).split(' ')
        if (!admits(schedule.minutes, now[0]) || !admits(schedule.hours, now[1]) || !admits(schedule.months, now[2])) {
            return false
        }
        boolean day = admits(schedule.days, now[3])
        boolean weekday = admits(schedule.weekdays, now[4])
        return schedule.days && schedule.weekdays ? day || weekday : day && weekday
    }

    @NonCPS
    private static boolean admits(List numbers, String number) {
        return !numbers || numbers.contains(number.toInteger())
    }
}
