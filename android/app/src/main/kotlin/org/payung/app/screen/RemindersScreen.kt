package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.Column
import org.payung.app.look.Flow
import org.payung.app.look.NoticeKind
import org.payung.app.look.OptionRow
import org.payung.app.look.OptionText
import org.payung.app.look.chip
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.app.phone.BatterySaver
import org.payung.core.PaydayChoice
import org.payung.core.ReminderChoices
import org.payung.core.ReminderView
import org.payung.core.Zone
import java.text.DateFormatSymbols
import java.util.Calendar
import java.util.Locale

/** How often money comes in. */
enum class PaydayKind {
    UNSET,
    DAILY,
    WEEKLY,
    MONTHLY,
    HARVEST,
}

/** When reminders come. */
data class RemindersState(
    val choices: ReminderChoices? = null,
    /** A kind of payday that was tapped and still needs its day. */
    val picking: PaydayKind? = null,
    /** Notifications are shown, or could be. */
    val notifies: Boolean = true,
    val trouble: Trouble? = null,
) {
    val kind: PaydayKind
        get() =
            picking ?: when (choices?.payday) {
                null, PaydayChoice.Unset -> PaydayKind.UNSET
                PaydayChoice.Daily -> PaydayKind.DAILY
                is PaydayChoice.Weekly -> PaydayKind.WEEKLY
                is PaydayChoice.Monthly -> PaydayKind.MONTHLY
                is PaydayChoice.Harvest -> PaydayKind.HARVEST
            }
}

/** The times of reminders. What they may be is the core's: it refuses in its own words. */
class RemindersModel(
    core: Calls,
    val registration: String,
    private val notifies: () -> Boolean,
    private val planned: (List<ReminderView>) -> Unit,
) : Model<RemindersState>(core, RemindersState()) {
    override fun start() = load(null)

    /** Keeps what was chosen, and schedules anew. */
    fun choose(change: ReminderChoices.() -> ReminderChoices) =
        load { reminders.setSettings(registration, reminders.settings(registration).change()) }

    /** A kind of payday was tapped; those without a day hold at once. */
    fun payday(kind: PaydayKind) =
        when (kind) {
            PaydayKind.UNSET -> choose { copy(payday = PaydayChoice.Unset) }
            PaydayKind.DAILY -> choose { copy(payday = PaydayChoice.Daily) }
            else -> set(state.copy(picking = kind))
        }

    /** A month of the harvest, added or taken away; without any month there is no payday. */
    fun harvest(month: Int) {
        val before = (state.choices?.payday as? PaydayChoice.Harvest)?.months.orEmpty()
        val one = month.toUShort()
        val months = (if (one in before) before - one else before + one).sorted()
        choose { copy(payday = if (months.isEmpty()) PaydayChoice.Unset else PaydayChoice.Harvest(months)) }
    }

    fun tryAgain() = load { payung.unlock() }

    /** The payday that still needs its day. */
    override fun save() = ArrayList(listOfNotNull(state.picking?.name))

    override fun restore(saved: ArrayList<String>) = set(state.copy(picking = PaydayKind.entries.find { it.name == saved.firstOrNull() }))

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, { reminders.settings(registration) to reminders.of(registration, null, CoverModel.DAYS) }) { result ->
            result
                .onSuccess { (choices, reminders) ->
                    // What was tapped and still needs its day goes on needing it, until something was chosen.
                    set(RemindersState(choices, state.picking.takeIf { first == null }, notifies()))
                    planned(reminders)
                }.onFailure { set(state.copy(picking = null, notifies = notifies(), trouble = troubleOf(it))) }
        }
}

/** Draws [RemindersModel]. */
class RemindersScreen(
    host: Host,
    private val times: RemindersModel,
) : Screen<RemindersState>(host, times) {
    private val symbols = DateFormatSymbols(context.resources.configuration.locales())

    override val route = Route.Reminders(times.registration)

    override fun spoken(state: RemindersState): List<String> {
        val choices = state.choices ?: return emptyList()
        return listOf(word(R.string.reminders)) + sentences(word(R.string.reminders_help, choices.at)) +
            (if (BatterySaver.isStrict()) sentences(word(R.string.reminders_saver)) else emptyList()) +
            listOf(word(R.string.payday), word(KINDS.getValue(state.kind).first)) + quietWords(choices)
    }

    private fun quietWords(choices: ReminderChoices): List<String> {
        val from = choices.quietFrom ?: return listOf(word(R.string.quiet_none))
        return listOf("${word(R.string.quiet_from)} $from", "${word(R.string.quiet_to)} ${choices.quietTo.orEmpty()}")
    }

    override fun draw(state: RemindersState) {
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.reminders)))
        drawTrouble(state.trouble) { times.tryAgain() }
        val choices = state.choices ?: return waiting(state.trouble)
        if (!state.notifies) {
            body.put(context.notice(NoticeKind.LOOK_AGAIN, word(R.string.reminders_unseen)))
            body.put(context.secondaryButton(word(R.string.notifications_ask)) { host.askForNotifications() })
        }
        val row = OptionText(word(R.string.reminders_on), word(R.string.reminders_help, choices.at))
        body.put(OptionRow(context, row, choices.on, true, false) { times.choose { copy(on = !on) } })
        choices.pausedUntilWords?.let { until ->
            body.put(context.notice(NoticeKind.LOOK_AGAIN, word(R.string.paused, until)))
            body.put(context.plainButton(word(R.string.paused_end)) { times.choose { copy(pausedUntil = null) } })
        }
        if (choices.on) {
            if (BatterySaver.isStrict()) body.put(context.help(word(R.string.reminders_saver)))
            drawPayday(state, choices)
            drawTimes(choices)
        }
        if (scaffold.foot.childCount == 0) scaffold.foot.put(context.primaryButton(word(R.string.done)) { host.back() })
    }

    private fun drawPayday(
        state: RemindersState,
        choices: ReminderChoices,
    ) {
        val body = scaffold.body
        body.put(context.heading(word(R.string.payday)), R.dimen.space_l)
        for ((kind, said) in KINDS) {
            val text = OptionText(word(said.first), pictogram = said.second)
            body.put(OptionRow(context, text, state.kind == kind, false, false) { times.payday(kind) }, R.dimen.space_s)
        }
        when (state.kind) {
            PaydayKind.WEEKLY -> {
                val chosen = (choices.payday as? PaydayChoice.Weekly)?.weekday?.toInt()
                pick(R.string.payday_weekday, WEEK.map { weekday(it) }, setOfNotNull(chosen)) { one ->
                    times.choose { copy(payday = PaydayChoice.Weekly(one.toUByte())) }
                }
            }

            PaydayKind.MONTHLY -> {
                val chosen = (choices.payday as? PaydayChoice.Monthly)?.day?.toInt()
                pick(R.string.payday_day, DAYS.map { it.toString() }, setOfNotNull(chosen)) { one ->
                    times.choose { copy(payday = PaydayChoice.Monthly(one.toUByte())) }
                }
            }

            PaydayKind.HARVEST -> {
                val chosen = (choices.payday as? PaydayChoice.Harvest)?.months.orEmpty().map { it.toInt() }
                pick(R.string.payday_months, symbols.months.filter { it.isNotEmpty() }, chosen.toSet()) { times.harvest(it) }
            }

            else -> {
                Unit
            }
        }
    }

    /** One or more of a row of short names, which are counted from 1. */
    private fun pick(
        title: Int,
        names: List<String>,
        chosen: Set<Int>,
        press: (Int) -> Unit,
    ) {
        scaffold.body.put(context.help(word(title)))
        val flow = scaffold.body.put(Flow(context), R.dimen.space_s)
        names.forEachIndexed { index, name -> flow.addView(context.chip(name, index + 1 in chosen) { press(index + 1) }) }
    }

    /** Monday is 1 for the core and 2 for Java. */
    private fun weekday(day: Int) = symbols.weekdays[day % WEEK.last + Calendar.SUNDAY]

    private fun drawTimes(choices: ReminderChoices) {
        val body = scaffold.body
        body.put(context.heading(word(R.string.times)), R.dimen.space_l)
        val card = body.put(Card(context), R.dimen.space_s)
        card.row(word(R.string.at), choices.at, press = picks("at", choices.at) { copy(at = it) })
        val from = choices.quietFrom
        val to = choices.quietTo
        if (from != null && to != null) {
            card.row(word(R.string.quiet_from), from, press = picks("quiet-from", from) { copy(quietFrom = it) })
            card.row(word(R.string.quiet_to), to, press = picks("quiet-to", to) { copy(quietTo = it) })
        }
        body.put(zones(choices), R.dimen.space_l)
    }

    private fun zones(choices: ReminderChoices) =
        Column(context).apply {
            put(context.heading(word(R.string.zone)))
            for ((zone, name) in ZONES) {
                put(
                    OptionRow(context, OptionText(word(name)), choices.zone == zone, false, false) { times.choose { copy(zone = zone) } },
                    R.dimen.space_s,
                )
            }
        }

    /** The phone's own clock to choose a time with; the core reads what it gives. */
    private fun picks(
        row: String,
        now: String,
        change: ReminderChoices.(String) -> ReminderChoices,
    ): () -> Unit {
        val (hour, minute) = now.split('.').map { it.toIntOrNull() ?: 0 }.let { it[0] to it.getOrElse(1) { 0 } }
        val at = Calendar.getInstance().apply { set(Calendar.HOUR_OF_DAY, hour) }.apply { set(Calendar.MINUTE, minute) }
        return pickers.put(
            PickedRow(row, at.timeInMillis, asksDay = false) {
                val time = "%02d.%02d".format(Locale.ROOT, it.get(Calendar.HOUR_OF_DAY), it.get(Calendar.MINUTE))
                times.choose { change(time) }
            },
        )
    }

    private companion object {
        val WEEK = 1..7
        val DAYS = 1..31
        val KINDS =
            mapOf(
                PaydayKind.UNSET to (R.string.payday_unset to "per_varies"),
                PaydayKind.DAILY to (R.string.payday_daily to "per_day"),
                PaydayKind.WEEKLY to (R.string.payday_weekly to "per_week"),
                PaydayKind.MONTHLY to (R.string.payday_monthly to "per_month"),
                PaydayKind.HARVEST to (R.string.payday_harvest to "per_harvest"),
            )
        val ZONES = listOf(Zone.WIB to R.string.zone_wib, Zone.WITA to R.string.zone_wita, Zone.WIT to R.string.zone_wit)
    }
}
