package org.payung.app

import android.app.AlertDialog
import android.app.DatePickerDialog
import android.app.Dialog
import android.app.TimePickerDialog
import android.content.DialogInterface
import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.IncidentModel
import org.payung.app.screen.OpenPicker
import org.payung.app.screen.RemindersModel
import org.payung.core.Office
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowDialog
import java.util.Calendar

/** A day or a time that somebody has half chosen in a dialog of the phone is there again after the phone was turned or the process ended. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class PickersTest : OnPhone() {
    /** Somebody whose registration waits to be sent, at [route]. */
    private fun at(
        route: (String) -> Route,
        test: (Rig) -> Unit,
    ) = Office(folder.newFolder("office")).use { office ->
        Rig(folder.newFolder("rig"), office.trust).use { rig ->
            val registration = Lost.register(rig)
            rig.activity.goFromHome(route(registration))
            rig.settle()
            test(rig)
        }
    }

    private fun dialog(): Dialog? = ShadowDialog.getLatestDialog()?.takeIf { it.isShowing }

    private fun Rig.press(button: Int) {
        (dialog() as AlertDialog).getButton(button).performClick()
        settle()
    }

    private val Rig.at get() = (activity.front as RemindersModel).state.choices!!.at

    /** The time that the dialog shows, as it saves it itself. */
    private fun shownTime() = (dialog() as TimePickerDialog).onSaveInstanceState().run { getInt("hour") to getInt("minute") }

    @Test
    fun `a time that is being chosen comes back, and is chosen then`() =
        at(Route::Reminders) { rig ->
            rig.tap(R.string.at)
            (dialog() as TimePickerDialog).updateTime(6, 15)
            for (happens in listOf(rig::turn, rig::die, rig::turn)) {
                val before = dialog()!!
                happens()
                assertFalse("the old one is gone with its screen", before.isShowing)
                assertEquals(6 to 15, shownTime())
            }
            rig.press(DialogInterface.BUTTON_POSITIVE)
            assertEquals("06.15", rig.at)
            rig.turn()
            assertNull("what was chosen is not asked again", dialog())
        }

    @Test
    fun `a dialog that was given up stays away`() =
        at(Route::Reminders) { rig ->
            rig.tap(R.string.at)
            rig.press(DialogInterface.BUTTON_NEGATIVE)
            assertNull(rig.activity.front.openPicker)
            rig.turn()
            assertNull(dialog())
            rig.tap(R.string.at)
            val open = dialog()!!
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            assertFalse("it went with its screen", open.isShowing)
            rig.turn()
            assertNull(dialog())
        }

    @Test
    fun `a day comes back, then its time, and both are noted`() =
        at({ Route.Incident("accident", it) }) { rig ->
            val model = { rig.activity.front as IncidentModel }
            val day = Calendar.getInstance().apply { add(Calendar.DAY_OF_MONTH, -1) }
            rig.tap(R.string.incident_when)
            val picker = (dialog() as DatePickerDialog).datePicker
            picker.updateDate(day.get(Calendar.YEAR), day.get(Calendar.MONTH), day.get(Calendar.DAY_OF_MONTH))
            rig.turn()
            rig.die()
            val again = (dialog() as DatePickerDialog).datePicker
            // Before Android 8 a day that a program sets is not reported, as one that somebody taps is.
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) assertEquals(day.get(Calendar.DAY_OF_MONTH), again.dayOfMonth)
            again.updateDate(day.get(Calendar.YEAR), day.get(Calendar.MONTH), day.get(Calendar.DAY_OF_MONTH))
            rig.press(DialogInterface.BUTTON_POSITIVE)
            (dialog() as TimePickerDialog).updateTime(7, 30)
            rig.die()
            assertEquals(7 to 30, shownTime())
            rig.press(DialogInterface.BUTTON_POSITIVE)
            day.set(Calendar.HOUR_OF_DAY, 7)
            day.set(Calendar.MINUTE, 30)
            day.set(Calendar.SECOND, 0)
            day.set(Calendar.MILLISECOND, 0)
            assertEquals(day.timeInMillis, model().state.incident!!.happenedMillis)
            assertNull(dialog())
        }

    @Test
    fun `what is not of a picker opens none`() {
        val picker = OpenPicker("quiet-from", -5, isTime = true)
        assertEquals(picker, OpenPicker.parse(picker.text()))
        for (odd in listOf("", "day", "day 1", "day x at", "week 1 at", "time 99999999999999999999 at")) {
            assertNull(odd, OpenPicker.parse(odd))
        }
    }

    @Test
    fun `a picker of a row that is not on this screen opens nothing`() =
        at(Route::Reminders) { rig ->
            rig.activity.front.openPicker = OpenPicker("happened", 0, isTime = false)
            rig.die()
            assertNull(dialog())
            assertTrue(rig.activity.front is RemindersModel)
        }
}
