package org.payung.app

import android.app.AlarmManager
import android.app.NotificationManager
import android.content.Intent
import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.core.troubleOf
import org.payung.app.phone.News
import org.payung.app.phone.ReminderReceiver
import org.payung.app.phone.Reminders
import org.payung.app.phone.ShareProvider
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
class ReminderTest : OnPhone() {
    private val app = RuntimeEnvironment.getApplication() as PayungApp

    private fun reminder(
        id: String,
        at: Long,
    ) = ReminderView(
        id = id,
        kind = ReminderKind.DUE,
        atMillis = at,
        latestMillis = Long.MAX_VALUE,
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
        assertEquals(listOf("PAY", "TOMORROW", "SAID_PAID"), note.actions.map { it.title.toString() })
        val pay = shadowOf(note.actions[0].actionIntent)
        assertTrue("it opens a screen", pay.isActivityIntent)
        assertEquals("payung://bill/one", pay.savedIntent.data.toString())
        val answer = shadowOf(note.actions[1].actionIntent).savedIntent
        assertEquals(Reminders.ANSWER, answer.action)
        assertEquals("TOMORROW", answer.getStringExtra(Reminders.ACTION))
        News.forget(app, "one")
        assertTrue(shadowOf(manager).allNotifications.isEmpty())
    }

    @Test
    fun `why an answer on a reminder was not taken is said where it was given`() {
        FakeKeystore.install()
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            val answer = android.content.Intent(Reminders.ANSWER).putExtra(Reminders.REGISTRATION, "CONTOH")
            ReminderReceiver().onReceive(app, answer.putExtra(Reminders.ACTION, "TOMORROW"))
            rig.settle()
            val note = notes().single()
            assertEquals(rig.string(R.string.reminder_refused), note.extras.getString(android.app.Notification.EXTRA_TITLE))
            var why = ""
            rig.app.core.ask({ registrations.status("CONTOH") }) { why = troubleOf(it.exceptionOrNull()!!).words }
            rig.settle()
            assertTrue(why.isNotEmpty())
            assertEquals(why, note.extras.getCharSequence(android.app.Notification.EXTRA_TEXT).toString())
        }
    }

    private fun leftOver(rig: Rig) {
        Reminders.plan(app, "one", listOf(reminder("a", 1_000), reminder("b", 2_000)))
        Reminders.plan(app, "two", listOf(reminder("c", 3_000)))
        ReminderReceiver().onReceive(app, shadowOf(alarms().first().operation).savedIntent)
        rig.app.core.outside { ShareProvider.keep(app, ShareProvider.RECEIPT_PDF, byteArrayOf(1)) }
        rig.settle()
        assertEquals(3, alarms().size)
    }

    private fun nothingIsLeft() {
        assertTrue("nothing rings", alarms().isEmpty())
        assertTrue("nothing is told", shadowOf(app.getSystemService(NotificationManager::class.java)).allNotifications.isEmpty())
        assertTrue(
            "nothing lies ready",
            ShareProvider
                .folder(app)
                .listFiles()
                .orEmpty()
                .isEmpty(),
        )
        assertTrue(app.preferences.planned.isEmpty())
    }

    @Test
    fun `whoever deletes everything is reminded of nothing`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            leftOver(rig)
            rig.activity.goFromHome(Route.MyData)
            rig.settle()
            rig.tap(R.string.wipe)
            rig.tap(R.string.wipe)
            rig.see(rig.string(R.string.wiped))
            nothingIsLeft()
        }
    }

    @Test
    fun `whoever starts anew because the key is gone is reminded of nothing of before`() {
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answer()
            FakeKeystore.keys.clear()
            repeat(2) {
                rig.kill()
                rig.activity.goFromHome(Route.Home)
                rig.settle()
            }
            leftOver(rig)
            rig.tap(R.string.start_clean)
            nothingIsLeft()
        }
    }

    private fun notes() = shadowOf(app.getSystemService(NotificationManager::class.java)).allNotifications

    /** As it is now: planning anew changes the intent of an alarm that has the same place. */
    private fun next() = Intent(shadowOf(alarms().minByOrNull { it.triggerAtMs }!!.operation).savedIntent)

    private fun Intent.at() = getLongExtra(Reminders.AT, 0)

    private fun Intent.latest() = getLongExtra(Reminders.LATEST, 0)

    private fun Intent.title() = getStringExtra(Reminders.TITLE)!!

    /** Somebody has a bill, and left the app: what is planned are the core's own reminders. */
    private fun billed(test: (Rig, HandClock) -> Unit) {
        val clock = HandClock("2027-03-05T09:00:00+07:00")
        Money.withOffice(folder, clock = clock) { office, _, rig ->
            rig.start().tap(R.string.register)
            rig.fill()
            rig.tap(rig.step.primary)
            office.open()
            rig.away()
            rig.leave()
            assertTrue("there is a bill to remind of", alarms().isNotEmpty())
            test(rig, clock)
        }
    }

    private fun rings(
        rig: Rig,
        clock: HandClock,
        alarm: Intent,
        at: Long,
    ) {
        clock.goTo(at)
        ReminderReceiver().onReceive(app, alarm)
        rig.settle()
    }

    @Test
    fun `an alarm that comes late still rings until the core says it is too late`() =
        billed { rig, clock ->
            val alarm = next()
            assertTrue("it may come late", alarm.latest() > alarm.at())
            rings(rig, clock, alarm, alarm.latest() - 1_000)
            assertEquals(alarm.title(), notes().single().extras.getString(android.app.Notification.EXTRA_TITLE))
            assertTrue("what was shown does not come again", alarms().none { shadowOf(it.operation).savedIntent.at() <= alarm.at() })
        }

    @Test
    fun `an alarm of a phone that was off too long is not shown, and what there is to say comes anew`() =
        billed { rig, clock ->
            val alarm = next()
            val late = alarm.latest() + 1_000
            rings(rig, clock, alarm, late)
            assertTrue(notes().isEmpty())
            assertTrue("planned anew, and nothing of it in the past", alarms().isNotEmpty() && alarms().all { it.triggerAtMs > late })
            val anew = next()
            rings(rig, clock, anew, anew.at())
            assertEquals(anew.title(), notes().single().extras.getString(android.app.Notification.EXTRA_TITLE))
        }

    @Test
    fun `the core counts as shown what was seen, and says again what nobody saw`() {
        // Before Android 7 the phone does not say whether anything is seen.
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.N) return
        val again =
            listOf(true, false).map { isSeen ->
                var titles = emptyList<String>()
                billed { rig, clock ->
                    shadowOf(app.getSystemService(NotificationManager::class.java)).setNotificationsEnabled(isSeen)
                    val alarm = next()
                    rings(rig, clock, alarm, alarm.at())
                    // The phone is started the next morning.
                    clock.goTo(alarm.at() + 20 * 3_600_000)
                    app.plan {}
                    rig.settle()
                    titles = alarms().sortedBy { it.triggerAtMs }.map { shadowOf(it.operation).savedIntent.title() }
                    Reminders.cancelAll(app)
                }
                app.restart()
                titles
            }
        assertTrue("$again", again[0] != again[1] && again[1].size > again[0].size)
    }

    @Test
    fun `what was sent to another app lies there for an hour`() {
        ShareProvider.keep(app, ShareProvider.RECEIPT_PDF, byteArrayOf(1))
        val file = ShareProvider.folder(app).listFiles()!!.single()
        ShareProvider.sweep(app, ShareProvider.LENT_MILLIS)
        assertTrue(file.exists())
        file.setLastModified(System.currentTimeMillis() - ShareProvider.LENT_MILLIS - 1)
        ShareProvider.sweep(app, ShareProvider.LENT_MILLIS)
        assertTrue(!file.exists())
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
