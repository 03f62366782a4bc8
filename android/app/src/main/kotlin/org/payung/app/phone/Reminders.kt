package org.payung.app.phone

import android.app.AlarmManager
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.net.Uri
import org.payung.app.PayungApp
import org.payung.app.core.Session
import org.payung.app.core.troubleOf
import org.payung.app.screen.CoverModel
import org.payung.core.MemberReminders
import org.payung.core.PayungException
import org.payung.core.ReminderAction
import org.payung.core.ReminderView

/**
 * What the core wants to have said, and when: handed to the phone's alarms in place of all that was handed over before. The phone
 * may ring some minutes later; an exact alarm would need a permission, and nobody needs the minute.
 */
object Reminders {
    /** So many are handed over of each registration: Android keeps few alarms of an app, and the rest comes with the next start. */
    private const val MOST = 8

    fun plan(
        context: Context,
        registration: String,
        reminders: List<ReminderView>,
    ) {
        val preferences = (context.applicationContext as PayungApp).preferences
        preferences.planned = if (reminders.isEmpty()) preferences.planned - registration else preferences.planned + registration
        val alarms = context.getSystemService(AlarmManager::class.java)
        for (place in 0 until MOST) {
            val reminder = reminders.getOrNull(place)
            val intent = Intent(context, ReminderReceiver::class.java).setData(Uri.parse("payung://reminder/$registration/$place"))
            if (reminder == null) {
                PendingIntent.getBroadcast(context, 0, intent, PendingIntent.FLAG_NO_CREATE or PendingIntent.FLAG_IMMUTABLE)?.let {
                    alarms.cancel(it)
                    it.cancel()
                }
                continue
            }
            intent
                .putExtra(TITLE, reminder.title)
                .putExtra(TEXT, reminder.text)
                .putExtra(REGISTRATION, registration)
                .putExtra(AT, reminder.atMillis)
                .putExtra(LATEST, reminder.latestMillis)
            val offered = reminder.actions.filter { it.action != ReminderAction.PAUSE }
            intent
                .putExtra(
                    ACTIONS,
                    offered.map { it.action.name }.toTypedArray(),
                ).putExtra(LABELS, offered.map { it.label }.toTypedArray())
            val pending = PendingIntent.getBroadcast(context, 0, intent, PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE)
            alarms.setAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, reminder.atMillis, pending)
        }
    }

    /** All that there is to plan, of every registration; nothing while the clock or the key is not to be had. */
    fun all(session: Session): List<MemberReminders> =
        try {
            session.reminders.all(CoverModel.DAYS)
        } catch (_: PayungException) {
            emptyList()
        }

    /** Nothing rings any more. The core knows nothing of these registrations by now, so the phone itself remembers them. */
    fun cancelAll(app: PayungApp) = app.preferences.planned.forEach { plan(app, it, emptyList()) }

    const val TITLE = "title"
    const val TEXT = "text"
    const val REGISTRATION = "registration"
    const val AT = "at"
    const val LATEST = "latest"
    const val ACTIONS = "actions"
    const val LABELS = "labels"
    const val ANSWER = "org.payung.app.ANSWER"
    const val ACTION = "action"
}

/** A reminder's moment has come, or somebody answered one on the lock screen. */
class ReminderReceiver : BroadcastReceiver() {
    override fun onReceive(
        context: Context,
        intent: Intent,
    ) {
        val registration = intent.getStringExtra(Reminders.REGISTRATION) ?: return
        val app = context.applicationContext as PayungApp
        if (intent.action != Reminders.ANSWER) {
            // The phone woke up late, or its clock was set: the core says what there is to show now.
            if (app.clock.nowMillis() > intent.getLongExtra(Reminders.LATEST, Long.MAX_VALUE)) return anew(app)
            val actions = intent.getStringArrayExtra(Reminders.ACTIONS).orEmpty()
            val labels = intent.getStringArrayExtra(Reminders.LABELS).orEmpty()
            News.remind(
                context,
                registration,
                intent.getStringExtra(Reminders.TITLE).orEmpty(),
                intent.getStringExtra(Reminders.TEXT).orEmpty(),
                actions.zip(labels),
            )
            shown(app, registration, intent.getLongExtra(Reminders.AT, 0))
            return
        }
        val action = ReminderAction.entries.find { it.name == intent.getStringExtra(Reminders.ACTION) } ?: return
        News.forget(context, registration)
        val going = goAsync()
        app.hold()
        app.core.ask({ reminders.answer(registration, action) }) { result ->
            // Nobody has the app before them: what the core refuses is said where the answer was given.
            result.onSuccess { Reminders.plan(app, registration, it) }.onFailure { News.refused(app, registration, troubleOf(it).words) }
            app.release()
            going?.finish()
        }
    }

    private fun anew(app: PayungApp) {
        val going = goAsync()
        app.plan { going?.finish() }
    }

    /** The core counts as shown only what it is told of here: Android forgets alarms when the phone is switched off. */
    private fun shown(
        app: PayungApp,
        registration: String,
        at: Long,
    ) {
        if (!News.seen(app)) return
        val going = goAsync()
        app.hold()
        app.core.ask({ reminders.shown(registration, at) }) {
            // What was planned meanwhile did not know it yet.
            app.plan {
                app.release()
                going?.finish()
            }
        }
    }
}
