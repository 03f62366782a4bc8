package org.payung.app.phone

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import android.net.Uri
import android.os.Build
import org.payung.app.MainActivity
import org.payung.app.PayungApp
import org.payung.app.R
import org.payung.core.NotificationKind
import org.payung.core.NotificationView
import org.payung.core.ReminderAction

/** Notifications. Their words are the core's, which name a receipt and no person: others read a lock screen. */
object News {
    /** News of a registration. */
    const val STATUS = "status"

    /** Dues and cover. */
    const val REMINDERS = "reminders"

    fun channels(context: Context) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return
        val all =
            listOf(
                Triple(STATUS, R.string.channel_status, R.string.channel_status_means),
                Triple(REMINDERS, R.string.channel_reminders, R.string.channel_reminders_means),
            )
        for ((id, name, means) in all) {
            val channel = NotificationChannel(id, context.getString(name), NotificationManager.IMPORTANCE_DEFAULT)
            channel.description = context.getString(means)
            manager(context).createNotificationChannel(channel)
        }
    }

    /** Whether a reminder that is posted would be seen. */
    fun seen(context: Context): Boolean {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.N) return true
        if (!manager(context).areNotificationsEnabled()) return false
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.O) return true
        // Somebody may have silenced reminders alone, in the phone's settings.
        return manager(context).getNotificationChannel(REMINDERS)?.importance != NotificationManager.IMPORTANCE_NONE
    }

    /** What the core wants to have notified; tapping it opens the registration. */
    fun tell(
        context: Context,
        news: NotificationView,
    ) {
        val note = builder(context, STATUS, news.title, news.text, open(context, placeOf(news.kind), news.registration))
        manager(context).notify(news.registration, STATUS_ID, note.build())
    }

    private fun placeOf(kind: NotificationKind) =
        when (kind) {
            NotificationKind.BILL -> "bill"
            NotificationKind.PAID -> "receipts"
            else -> "status"
        }

    /** A reminder, with what can be answered at once. */
    fun remind(
        context: Context,
        registration: String,
        title: String,
        text: String,
        actions: List<Pair<String, String>>,
    ) {
        // A reminder that asks to pay leads to the bill.
        val pays = actions.any { it.first == ReminderAction.PAY.name }
        val opens = open(context, if (pays) "bill" else "cover", registration)
        val note = builder(context, REMINDERS, title, text, opens)
        for ((action, label) in actions) {
            // Paying needs the bill on screen; the other answers need no screen.
            val isPay = action == ReminderAction.PAY.name
            val pending = if (isPay) opens else answer(context, registration, action)
            val icon = if (isPay) R.drawable.icon_money else R.drawable.icon_reminder
            @Suppress("DEPRECATION")
            note.addAction(Notification.Action.Builder(icon, label, pending).build())
        }
        manager(context).notify(registration, REMINDER_ID, note.build())
    }

    /** Why an answer on a reminder was not taken; tapping it opens the registration. */
    fun refused(
        context: Context,
        registration: String,
        words: String,
    ) {
        val own = PayungApp.localized(context, (context.applicationContext as PayungApp).preferences.language)
        val text = words.ifEmpty { own.getString(R.string.trouble_unknown) }
        val note = builder(context, REMINDERS, own.getString(R.string.reminder_refused), text, open(context, "status", registration))
        manager(context).notify(registration, REMINDER_ID, note.build())
    }

    private fun answer(
        context: Context,
        registration: String,
        action: String,
    ): PendingIntent {
        val intent =
            Intent(Reminders.ANSWER, Uri.parse("payung://answer/$registration/$action"), context, ReminderReceiver::class.java)
                .putExtra(Reminders.REGISTRATION, registration)
                .putExtra(Reminders.ACTION, action)
        return PendingIntent.getBroadcast(context, 0, intent, PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE)
    }

    /** A screen of this registration was opened by a link, which a notification's button does not take away itself. */
    fun opened(
        context: Context,
        link: Uri?,
    ) {
        if (link?.scheme == SCHEME && link.host in PLACES) link.pathSegments.singleOrNull()?.let { forget(context, it) }
    }

    /** Nothing that was told is left on the lock screen. */
    fun forgetAll(context: Context) = manager(context).cancelAll()

    /** It was answered, or read in the app. */
    fun forget(
        context: Context,
        registration: String,
    ) {
        manager(context).cancel(registration, STATUS_ID)
        manager(context).cancel(registration, REMINDER_ID)
    }

    private fun open(
        context: Context,
        place: String,
        registration: String,
    ): PendingIntent {
        val intent =
            Intent(Intent.ACTION_VIEW, Uri.parse("$SCHEME://$place/$registration"), context, MainActivity::class.java)
                .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        return PendingIntent.getActivity(context, 0, intent, PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE)
    }

    private fun builder(
        context: Context,
        channel: String,
        title: String,
        text: String,
        open: PendingIntent,
    ): Notification.Builder {
        val builder =
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
                Notification.Builder(context, channel)
            } else {
                @Suppress("DEPRECATION")
                Notification.Builder(context)
            }
        return builder
            .setSmallIcon(R.drawable.icon_state_received)
            .setColor(context.getColor(R.color.primary))
            .setContentTitle(title)
            .setContentText(text)
            .setStyle(Notification.BigTextStyle().bigText(text))
            .setContentIntent(open)
            .setVisibility(Notification.VISIBILITY_PUBLIC)
            .setAutoCancel(true)
    }

    private fun manager(context: Context) = context.getSystemService(NotificationManager::class.java)

    private const val SCHEME = "payung"
    private val PLACES = setOf("bill", "cover", "receipts", "status")
    private const val STATUS_ID = 1
    private const val REMINDER_ID = 2
}
