package org.payung.app.screen

import android.app.DatePickerDialog
import android.app.TimePickerDialog
import android.content.Context
import android.content.DialogInterface
import org.payung.app.R
import org.payung.app.look.Card
import org.payung.core.IncidentView
import java.util.Calendar

/** When it happened and, where a clock runs from it, when somebody recovered or died: the clocks run from what is noted here. */
internal fun Screen<*>.putTimes(
    view: IncidentView,
    note: (Long?, Long?) -> Unit,
) {
    val card = scaffold.body.put(Card(context))
    putTime(card, R.string.incident_when, view.happenedMillis) { note(it, view.outcomeMillis) }
    if (view.asksOutcome) putTime(card, R.string.incident_outcome, view.outcomeMillis) { note(view.happenedMillis, it) }
}

private fun Screen<*>.putTime(
    card: Card,
    label: Int,
    millis: Long?,
    noted: (Long?) -> Unit,
) {
    val second = millis?.let { moment(context.resources.configuration, it) } ?: word(R.string.incident_unnoted)
    card.row(word(label), second = second, icon = R.drawable.icon_calendar) { context.pickMoment(millis, noted) }
}

/** The phone's own dialogs, one for the day and one for the time. What was noted can be taken away; the future cannot be chosen. */
private fun Context.pickMoment(
    before: Long?,
    picked: (Long?) -> Unit,
) {
    val at = Calendar.getInstance()
    before?.let { at.timeInMillis = it }
    val day =
        DatePickerDialog(
            this,
            { _, year, month, day ->
                at.set(year, month, day)
                pickTime(at) { picked(at.timeInMillis) }
            },
            at.get(Calendar.YEAR),
            at.get(Calendar.MONTH),
            at.get(Calendar.DAY_OF_MONTH),
        )
    day.datePicker.maxDate = System.currentTimeMillis()
    if (before != null) day.setButton(DialogInterface.BUTTON_NEUTRAL, getString(R.string.incident_forget)) { _, _ -> picked(null) }
    day.show()
}

private fun Context.pickTime(
    at: Calendar,
    picked: () -> Unit,
) {
    val chosen = { hour: Int, minute: Int ->
        at.set(Calendar.HOUR_OF_DAY, hour)
        at.set(Calendar.MINUTE, minute)
        at.set(Calendar.SECOND, 0)
        at.set(Calendar.MILLISECOND, 0)
        picked()
    }
    TimePickerDialog(this, { _, hour, minute -> chosen(hour, minute) }, at.get(Calendar.HOUR_OF_DAY), at.get(Calendar.MINUTE), true).show()
}
