package org.payung.app.screen

import org.payung.app.R
import org.payung.app.look.Card
import org.payung.core.IncidentView
import java.text.SimpleDateFormat
import java.util.Date

/** When it happened and, where a clock runs from it, when somebody recovered or died: the clocks run from what is noted here. */
internal fun Screen<*>.putTimes(
    view: IncidentView,
    note: (Long?, Long?) -> Unit,
) {
    val card = scaffold.body.put(Card(context))
    putTime(card, "happened", R.string.incident_when, view.happenedMillis) { note(it, view.outcomeMillis) }
    if (view.asksOutcome) putTime(card, "outcome", R.string.incident_outcome, view.outcomeMillis) { note(view.happenedMillis, it) }
}

/** As the phone's own clock, with which it was chosen, shows it: the core does not know where the phone thinks it is. */
private fun Screen<*>.noted(millis: Long): String =
    SimpleDateFormat("d MMMM yyyy, HH.mm", context.resources.configuration.locales()).format(Date(millis))

/** What was noted can be taken away again. */
private fun Screen<*>.putTime(
    card: Card,
    name: String,
    label: Int,
    millis: Long?,
    note: (Long?) -> Unit,
) {
    val second = millis?.let(::noted) ?: word(R.string.incident_unnoted)
    val row = PickedRow(name, millis, asksDay = true, forget = { note(null) }) { note(it.timeInMillis) }
    card.row(word(label), second = second, icon = R.drawable.icon_calendar, press = pickers.put(row))
}
