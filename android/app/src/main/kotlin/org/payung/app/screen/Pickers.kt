package org.payung.app.screen

import android.app.AlertDialog
import android.app.DatePickerDialog
import android.app.TimePickerDialog
import android.content.Context
import android.content.DialogInterface
import android.widget.TimePicker
import org.payung.app.R
import java.util.Calendar

/** A dialog of the phone in which somebody chooses a day or a time, and what they have chosen so far. */
data class OpenPicker(
    /** The row whose value it chooses. */
    val row: String,
    /** The moment so far, in the phone's own time zone. */
    val millis: Long,
    /** The time is being chosen; otherwise the day. */
    val isTime: Boolean,
) {
    /** For a state that outlives the process. */
    fun text() = "${if (isTime) TIME else DAY} $millis $row"

    companion object {
        private const val DAY = "day"
        private const val TIME = "time"
        private const val PARTS = 3

        /** None for what [text] did not write. */
        fun parse(text: String): OpenPicker? {
            val parts = text.split(" ", limit = PARTS)
            val millis = parts.getOrNull(1)?.toLongOrNull() ?: return null
            val row = parts.getOrNull(2) ?: return null
            return OpenPicker(row, millis, parts[0] == TIME).takeIf { parts[0] == TIME || parts[0] == DAY }
        }
    }
}

/** A row whose value is chosen in a dialog. */
class PickedRow(
    val name: String,
    /** The value now; none where there is none yet. */
    val millis: Long?,
    /** A day of the past and then its time; otherwise a time alone. */
    val asksDay: Boolean,
    /** Takes the value away, where that can be done. */
    val forget: (() -> Unit)? = null,
    val picked: (Calendar) -> Unit,
)

/**
 * The phone's own dialogs for days and times. What is open, and what is chosen in it so far, is the model's: the dialog is opened again
 * when the screen is drawn after the phone was turned or the process ended.
 */
internal class Pickers(
    private val context: Context,
    private val model: Model<*>,
) {
    private val rows = mutableMapOf<String, PickedRow>()
    private var dialog: AlertDialog? = null

    /** The screen is drawn from nothing, its rows with it. */
    fun clear() = rows.clear()

    /** A row that was drawn; what is returned opens its dialog. */
    fun put(row: PickedRow): () -> Unit {
        rows[row.name] = row
        return { open(OpenPicker(row.name, row.millis ?: System.currentTimeMillis(), isTime = !row.asksDay)) }
    }

    /** The screen is drawn: what was being chosen is chosen on. */
    fun settle() {
        if (dialog == null) model.openPicker?.let(::show)
    }

    /** The screen goes; what is being chosen stays the model's. */
    fun close() {
        dialog?.dismiss()
        dialog = null
    }

    private fun open(picker: OpenPicker) {
        close()
        model.openPicker = picker
        show(picker)
    }

    private fun done() {
        dialog = null
        model.openPicker = null
    }

    private fun show(picker: OpenPicker) {
        val row = rows[picker.row] ?: return
        val at = Calendar.getInstance().apply { timeInMillis = picker.millis }
        val next = if (picker.isTime) Times(picker, at) else days(picker, at)
        row.forget.takeIf { !picker.isTime && row.millis != null }?.let { forget ->
            next.setButton(DialogInterface.BUTTON_NEUTRAL, context.getString(R.string.incident_forget)) { _, _ ->
                done()
                forget()
            }
        }
        // Somebody gave it up. A dialog that is closed with its screen is not cancelled.
        next.setOnCancelListener { done() }
        dialog = next
        next.show()
    }

    private fun dayChosen(
        picker: OpenPicker,
        at: Calendar,
    ) {
        dialog = null
        open(picker.copy(millis = at.timeInMillis, isTime = true))
    }

    private fun timeChosen(
        picker: OpenPicker,
        at: Calendar,
    ) {
        done()
        // The row as it was drawn last: what it does may have changed while somebody chose.
        rows[picker.row]?.picked?.invoke(at)
    }

    /** A day of the past. */
    private fun days(
        picker: OpenPicker,
        at: Calendar,
    ): AlertDialog {
        val (year, month, day) = listOf(Calendar.YEAR, Calendar.MONTH, Calendar.DAY_OF_MONTH).map(at::get)
        val days = DatePickerDialog(context, { _, y, m, d -> dayChosen(picker, at.onDay(y, m, d)) }, year, month, day)
        days.datePicker.maxDate = System.currentTimeMillis()
        days.datePicker.init(year, month, day) { _, y, m, d -> model.openPicker = picker.copy(millis = at.onDay(y, m, d).timeInMillis) }
        return days
    }

    /** The dialog has no way to its clock but this. */
    private inner class Times(
        private val picker: OpenPicker,
        private val at: Calendar,
    ) : TimePickerDialog(
            context,
            { _, hour, minute -> timeChosen(picker, at.atTime(hour, minute)) },
            at.get(Calendar.HOUR_OF_DAY),
            at.get(Calendar.MINUTE),
            true,
        ) {
        override fun onTimeChanged(
            view: TimePicker,
            hour: Int,
            minute: Int,
        ) {
            super.onTimeChanged(view, hour, minute)
            model.openPicker = picker.copy(millis = at.atTime(hour, minute).timeInMillis)
        }
    }
}

private fun Calendar.onDay(
    year: Int,
    month: Int,
    day: Int,
) = apply { set(year, month, day) }

private fun Calendar.atTime(
    hour: Int,
    minute: Int,
) = apply {
    set(Calendar.HOUR_OF_DAY, hour)
    set(Calendar.MINUTE, minute)
    set(Calendar.SECOND, 0)
    set(Calendar.MILLISECOND, 0)
}
