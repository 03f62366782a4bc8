package org.payung.app

import android.app.TimePickerDialog
import android.content.DialogInterface
import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.BatterySaver
import org.payung.app.screen.JarModel
import org.payung.app.screen.RemindersModel
import org.payung.app.screen.RequestsModel
import org.payung.app.screen.StatusModel
import org.payung.core.PaydayChoice
import org.payung.core.ReminderChoices
import org.payung.core.Zone
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowBuild
import org.robolectric.shadows.ShadowDialog

/** Saving marks and own times of reminders, over the real core. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class SavingTest : OnPhone() {
    private fun jar(rig: Rig) = (rig.activity.front as JarModel).state

    @Test
    fun `one mark a day toward the dues, and it outlives the process`() =
        folder.ready { rig, registration ->
            rig.activity.goFromHome(Route.Jar(registration))
            rig.settle()
            rig.see(rig.string(R.string.jar_what))
            rig.tap(R.string.jar_begin)
            val why = rig.activity.front.told!!
            rig.see(why)
            rig.type("5000")
            rig.turn()
            rig.see(why)
            rig.die()
            rig.see(why)
            rig.see("5.000")
            rig.tap(R.string.jar_begin)
            assertNull("an amount of nothing was refused, and this one is none", rig.activity.front.told)
            rig.unseen(why)
            assertEquals(5_000uL, jar(rig).jar!!.each)
            assertEquals(0, jar(rig).jar!!.days.size)
            rig.see(jar(rig).jar!!.line)
            rig.tap(R.string.jar_mark)
            assertEquals(listOf(jar(rig).today), jar(rig).jar!!.days)
            rig.die()
            assertEquals(1, jar(rig).jar!!.days.size)
            rig.tap(R.string.jar_unmark)
            assertEquals(0, jar(rig).jar!!.days.size)
            rig.tap(R.string.jar_anew)
            rig.type("10000")
            rig.tap(R.string.jar_begin)
            assertEquals(10_000uL, jar(rig).jar!!.each)
            rig.see(jar(rig).jar!!.line)
        }

    private fun choices(rig: Rig): ReminderChoices = (rig.activity.front as RemindersModel).state.choices!!

    private fun pick(
        rig: Rig,
        row: Int,
        hour: Int,
        minute: Int,
    ) {
        rig.tap(row)
        val dialog = ShadowDialog.getLatestDialog() as TimePickerDialog
        dialog.updateTime(hour, minute)
        dialog.getButton(DialogInterface.BUTTON_POSITIVE).performClick()
        rig.settle()
    }

    @Test
    fun `payday, time, quiet hours and zone are chosen by the worker and kept by the core`() =
        folder.ready { rig, registration ->
            rig.activity.goFromHome(Route.Reminders(registration))
            rig.settle()
            assertEquals(PaydayChoice.Unset, choices(rig).payday)
            rig.unseen(rig.string(R.string.reminders_saver))
            // Only some makers' phones end apps that wait for a reminder.
            for (maker in listOf("Xiaomi", "samsung", "OPPO", "realme", "vivo", "INFINIX", "TECNO")) {
                ShadowBuild.setManufacturer(maker)
                assertTrue(maker, BatterySaver.isStrict())
            }
            ShadowBuild.setManufacturer("Google")
            assertFalse(BatterySaver.isStrict())
            // A brand of a maker that calls itself otherwise.
            ShadowBuild.setBrand("POCO")
            assertTrue(BatterySaver.isStrict())
            rig.option(rig.string(R.string.payday_weekly))
            rig.see(rig.string(R.string.reminders_saver))
            assertEquals("a week has no payday yet", PaydayChoice.Unset, choices(rig).payday)
            rig.tap("Sabtu")
            assertEquals(PaydayChoice.Weekly(6u), choices(rig).payday)
            rig.option(rig.string(R.string.payday_monthly))
            rig.tap("25")
            assertEquals(PaydayChoice.Monthly(25u), choices(rig).payday)
            rig.option(rig.string(R.string.payday_harvest))
            rig.tap("April")
            rig.tap("September")
            assertEquals(PaydayChoice.Harvest(listOf(4u, 9u)), choices(rig).payday)
            rig.tap("April")
            rig.tap("September")
            assertEquals(PaydayChoice.Unset, choices(rig).payday)
            pick(rig, R.string.at, 9, 30)
            assertEquals("09.30", choices(rig).at)
            pick(rig, R.string.quiet_from, 21, 0)
            assertEquals("21.00", choices(rig).quietFrom)
            rig.option("WITA")
            assertEquals(Zone.WITA, choices(rig).zone)
            rig.die()
            assertEquals("09.30" to Zone.WITA, choices(rig).at to choices(rig).zone)
            rig.option(rig.string(R.string.reminders_on))
            assertEquals(false, choices(rig).on)
            rig.unseen(rig.string(R.string.payday))
        }

    @Test
    fun `a complaint needs no registration, is made ready, and is listed with where it stands`() =
        folder.ready { rig, registration ->
            rig.activity.goFromHome(Route.Help)
            rig.settle()
            rig.tap(R.string.requests)
            rig.see(rig.string(R.string.requests_help))
            rig.unseen(rig.string(R.string.request))
            rig.tap(R.string.complain)
            rig.fill(mapOf("complaint_about" to "fee", "complaint_words" to "Saya diminta bayar 50 ribu.", "phone" to ""))
            rig.tap(rig.step.primary)
            val status = (rig.activity.front as StatusModel).state.view!!
            assertTrue("it is a request", status.isRequest)
            rig.unseen(rig.string(R.string.receipts))
            rig.activity.goFromHome(Route.Requests())
            rig.settle()
            val listed = (rig.activity.front as RequestsModel).state.requests.single()
            assertEquals(status.receipt, listed.number)
            rig.see(listed.title)
            rig.tap(listed.title)
            assertEquals(listed.id, (rig.activity.front as StatusModel).registration)
            // Nothing can be asked about a registration that no office has seen.
            rig.activity.goFromHome(Route.Requests(registration))
            rig.settle()
            assertEquals(false, (rig.activity.front as RequestsModel).state.canRequest)
        }
}
