package org.payung.app.phone

import android.app.AlarmManager
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.net.Uri
import org.payung.app.PayungApp
import org.payung.app.core.Session
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
            intent.putExtra(TITLE, reminder.title).putExtra(TEXT, reminder.text).putExtra(REGISTRATION, registration)
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
            session.cover.allReminders(CoverModel.DAYS)
        } catch (_: PayungException) {
            emptyList()
        }

    const val TITLE = "title"
    const val TEXT = "text"
    const val REGISTRATION = "registration"
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
        if (intent.action != Reminders.ANSWER) {
            val actions = intent.getStringArrayExtra(Reminders.ACTIONS).orEmpty()
            val labels = intent.getStringArrayExtra(Reminders.LABELS).orEmpty()
            News.remind(
                context,
                registration,
                intent.getStringExtra(Reminders.TITLE).orEmpty(),
                intent.getStringExtra(Reminders.TEXT).orEmpty(),
                actions.zip(labels),
            )
            return
        }
        val action = ReminderAction.entries.find { it.name == intent.getStringExtra(Reminders.ACTION) } ?: return
        News.forget(context, registration)
        val app = context.applicationContext as PayungApp
        val going = goAsync()
        app.core.ask({
            payung.unlock()
            cover.answer(registration, action)
        }) { result ->
            result.onSuccess { Reminders.plan(app, registration, it) }
            app.lockUnlessVisible()
            going?.finish()
        }
    }
}
