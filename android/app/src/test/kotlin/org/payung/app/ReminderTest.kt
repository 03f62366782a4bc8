package org.payung.app

import android.app.AlarmManager
import android.app.NotificationManager
import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.News
import org.payung.app.phone.ReminderReceiver
import org.payung.app.phone.Reminders
import org.payung.core.ReminderAction
import org.payung.core.ReminderActionView
import org.payung.core.ReminderKind
import org.payung.core.ReminderView
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Reminders of the core as alarms and notifications of the phone. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE])
class ReminderTest {
    private val app = RuntimeEnvironment.getApplication() as PayungApp

    private fun reminder(
        id: String,
        at: Long,
    ) = ReminderView(
        id = id,
        kind = ReminderKind.DUE,
        atMillis = at,
        on = "2026-12-10",
        title = "Iuran Desember CONTOH",
        text = "Bayar sebelum 15 Desember.",
        months = listOf("2026-12"),
        amount = 11_400uL,
        actions = listOf(ReminderAction.PAY, ReminderAction.TOMORROW, ReminderAction.SAID_PAID).map { ReminderActionView(it, it.name) },
    )

    private fun alarms() = shadowOf(app.getSystemService(AlarmManager::class.java)).scheduledAlarms

    @Test
    fun `what is planned replaces what was planned, and rings at its moment`() {
        Reminders.plan(app, "one", listOf(reminder("a", 1_000), reminder("b", 2_000)))
        Reminders.plan(app, "two", listOf(reminder("c", 3_000)))
        assertEquals(listOf(1_000L, 2_000L, 3_000L), alarms().map { it.triggerAtMs }.sorted())
        Reminders.plan(app, "one", listOf(reminder("b", 5_000)))
        assertEquals(listOf(3_000L, 5_000L), alarms().map { it.triggerAtMs }.sorted())
        Reminders.plan(app, "one", emptyList())
        Reminders.plan(app, "two", emptyList())
        assertTrue(alarms().isEmpty())
    }

    @Test
    fun `a reminder to pay that rings leads to the bill and can be answered without opening the app`() {
        Reminders.plan(app, "one", listOf(reminder("a", 1_000)))
        ReminderReceiver().onReceive(app, shadowOf(alarms().single().operation).savedIntent)
        val manager = app.getSystemService(NotificationManager::class.java)
        val note = shadowOf(manager).allNotifications.single()
        assertEquals("Iuran Desember CONTOH", note.extras.getString(android.app.Notification.EXTRA_TITLE))
        assertEquals("payung://bill/one", shadowOf(note.contentIntent).savedIntent.data.toString())
        assertEquals(listOf("TOMORROW", "SAID_PAID"), note.actions.map { it.title.toString() })
        val answer = shadowOf(note.actions[0].actionIntent).savedIntent
        assertEquals(Reminders.ANSWER, answer.action)
        assertEquals("TOMORROW", answer.getStringExtra(Reminders.ACTION))
        News.forget(app, "one")
        assertTrue(shadowOf(manager).allNotifications.isEmpty())
    }

    @Test
    fun `an alarm or an answer that says nothing we know does nothing`() {
        ReminderReceiver().onReceive(app, android.content.Intent())
        val answer = android.content.Intent(Reminders.ANSWER).putExtra(Reminders.REGISTRATION, "one")
        ReminderReceiver().onReceive(app, answer)
        ReminderReceiver().onReceive(app, answer.putExtra(Reminders.ACTION, "CONTOH"))
        assertTrue(shadowOf(app.getSystemService(NotificationManager::class.java)).allNotifications.isEmpty())
    }
}
