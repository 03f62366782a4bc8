package org.payung.app.screen

import android.view.View
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.look.Card
import org.payung.app.look.Column
import org.payung.app.look.Hint
import org.payung.app.look.Hints
import org.payung.app.look.NoticeKind
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.primaryButton
import org.payung.app.look.title
import org.payung.core.CalculatorLine
import org.payung.core.Field
import org.payung.core.Keyboard

/** The questions that the price hangs on, below each other, and the price. */
class CalculatorScreen(
    host: Host,
    private val calculator: CalculatorModel,
) : Screen<CalculatorState>(host, calculator) {
    private val fields = Fields(context) { host.listen(sentences(it)) }
    private val blocks = LinkedHashMap<String, Block>()
    private val price = Column(context)

    override val route = Route.Calculator

    override fun spoken(state: CalculatorState): List<String> {
        val view = state.view ?: return listOfNotNull(state.trouble?.words)
        val asked =
            view.asked.flatMap { line ->
                listOf(line.title, line.help) + line.field.options().flatMap { listOf(it.label, it.price) }
            }
        val quote = view.quote?.let { listOf(it.months, it.total) + it.reasons } ?: emptyList()
        return (listOf(word(R.string.dues)) + asked + quote).filter { it.isNotBlank() }
    }

    override fun redraw() {
        val asked =
            model.state.view
                ?.asked
                .orEmpty()
        val same = asked.isNotEmpty() && asked.map { it.question } == blocks.keys.toList() && model.state.trouble == null && isToldHere
        if (!same || model.state.begun != null) return super.redraw()
        asked.forEach { blocks.getValue(it.question).update(it) }
        drawPrice(model.state)
    }

    override fun draw(state: CalculatorState) {
        state.begun?.let {
            calculator.shown()
            host.goFromHome(Route.Form(it))
            return
        }
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.dues)))
        drawTrouble(state.trouble) { calculator.tryAgain() }
        val focused = blocks.entries.find { it.value.hasFocus() }?.key
        blocks.clear()
        for (line in state.view?.asked.orEmpty()) {
            blocks[line.question] = body.put(Block(line), R.dimen.space_l)
        }
        beside.put(price, R.dimen.space_l)
        drawPrice(state)
        blocks[focused]?.requestFocus()
        if (state.trouble == null) scaffold.foot.put(context.primaryButton(word(R.string.register)) { calculator.register() })
    }

    private fun drawPrice(state: CalculatorState) {
        price.removeAllViews()
        val quote = state.view?.quote
        if (quote != null) {
            price.put(fields.quote(quote))
        } else if (beside !== scaffold.body) {
            // Beside the questions there is room for it from the beginning: nothing moves when it comes.
            price.put(Card(context)).row(word(R.string.dues_soon), icon = R.drawable.icon_money)
        }
    }

    /** One question. A field in which somebody types is never drawn again. */
    private inner class Block(
        line: CalculatorLine,
    ) : Column(context) {
        private val answer = Column(context)
        private val hints = Hints(context)
        private val search = line.field as? Field.Search

        init {
            put(context.heading(line.title))
            if (line.help.isNotEmpty()) put(context.help(line.help), R.dimen.space_xs)
            if (line.field is Field.Money || line.field is Field.Digits || search != null) put(typed(line))
            put(answer)
            put(hints)
            update(line)
        }

        fun update(line: CalculatorLine) {
            answer.removeAllViews()
            val field = line.field
            val groups = (field as? Field.Search)?.groups.orEmpty()
            val options = field.options()
            if (groups.isNotEmpty() && options.isEmpty()) {
                answer.put(fields.groups(groups) { calculator.answer(line.question, "#$it") })
            }
            if (options.isNotEmpty()) answer.put(optionViews(line))
            val said =
                listOf(
                    NoticeKind.CERTAIN to line.understood,
                    NoticeKind.LOOK_AGAIN to line.warnings,
                    NoticeKind.LOOK_AGAIN to line.problems,
                )
            hints.show(said.filter { it.second.isNotEmpty() }.map { (kind, lines) -> Hint(kind, lines.joinToString("\n") { it.reveal() }) })
        }

        private fun optionViews(line: CalculatorLine): View {
            val several = line.field is Field.Several
            val options = line.field.options()
            val chosen = options.filter { it.chosen }.map { it.id }
            return fields.options(options, chosen, several) { id ->
                if (several) calculator.toggle(line.question, id) else calculator.answer(line.question, id)
            }
        }

        private fun typed(line: CalculatorLine): View {
            val money = line.field is Field.Money
            val keyboard = if (search != null) Keyboard.TEXT else Keyboard.DIGITS
            val input = Fields.DIGITS.copy(keyboard = keyboard)
            val text = if (search == null) line.typed.reveal() else calculator.searched(line)
            val edit = fields.edit(input, text, money, line.title, { calculator.answer(line.question, it) }) {}
            if (search != null) edit.hint = word(R.string.search)
            return edit
        }
    }
}
