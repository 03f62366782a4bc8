package org.payung.app.screen

import android.view.View
import android.view.inputmethod.InputMethodManager
import android.widget.EditText
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Trouble
import org.payung.app.look.Card
import org.payung.app.look.Column
import org.payung.app.look.Hint
import org.payung.app.look.Hints
import org.payung.app.look.NoticeKind
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.title
import org.payung.core.CalculatorLine
import org.payung.core.Field
import org.payung.core.Keyboard
import org.payung.core.QuoteView

/** The questions that the price hangs on, below each other, and the price. */
class CalculatorScreen(
    host: Host,
    private val calculator: CalculatorModel,
) : Screen<CalculatorState>(host, calculator) {
    private val fields = Fields(context) { host.listen(sentences(it)) }
    private val blocks = LinkedHashMap<String, Block>()

    /** Read to somebody when it changes: it stands below what they answer. */
    private val price = Column(context).apply { accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE }
    private var priced: QuoteView? = null
    private var troubled: Trouble? = null

    override val route = Route.Calculator

    override fun spoken(state: CalculatorState): List<String> {
        val view = state.view ?: return emptyList()
        val asked = view.asked.flatMap(::spokenLine)
        return (listOf(word(R.string.dues)) + asked + view.quote?.let(::spokenQuote).orEmpty()).filter { it.isNotBlank() }
    }

    private fun spokenLine(line: CalculatorLine): List<String> {
        val none = if (isNothingFound(line)) sentences(fields.nothingFound) else emptyList()
        val wrong = (line.problems + line.warnings).flatMap { sentences(it.reveal()) }
        return listOf(line.title) + sentences(line.help) + wrong + shownGroups(line).map { it.label } +
            line.field.options().flatMap { sentences(it.spoken) } + none
    }

    private fun spokenQuote(quote: QuoteView): List<String> {
        val isOneOfSeveral = quote.parts.size > 1
        val parts =
            quote.parts.flatMap { part ->
                val lines = part.lines.map { "${it.label}: ${it.amount}" }
                (if (isOneOfSeveral) listOf(part.months) + lines + part.sum else lines) + part.perDay
            }
        return parts + listOf(quote.months, quote.total) + quote.reasons
    }

    private fun shownGroups(line: CalculatorLine) =
        (line.field as? Field.Search)
            ?.groups
            .orEmpty()
            .takeIf { line.field.options().isEmpty() }
            .orEmpty()

    private fun isNothingFound(line: CalculatorLine) =
        line.field is Field.Search && line.field.options().isEmpty() && shownGroups(line).isEmpty()

    override fun redraw() {
        val asked =
            model.state.view
                ?.asked
                .orEmpty()
        val same = asked.isNotEmpty() && asked.map { it.question } == blocks.keys.toList() && model.state.trouble == troubled && isToldHere
        if (!same || troubled != null || model.state.begun != null) return super.redraw()
        val focus = Focus.of(scaffold)
        asked.forEach { blocks.getValue(it.question).update(it) }
        drawPrice(model.state)
        focus?.restore(scaffold)
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
        troubled = state.trouble
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
        val quote = state.view?.quote
        // The same is not drawn again: it would be read again with every letter.
        if (price.childCount > 0 && quote == priced) return
        priced = quote
        price.removeAllViews()
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
        private var shown: CalculatorLine? = null

        /** What is typed into, if anything is. */
        var edit: EditText? = null
            private set

        init {
            put(context.heading(line.title))
            if (line.help.isNotEmpty()) put(context.help(line.help), R.dimen.space_xs)
            if (line.field is Field.Money || line.field is Field.Digits || search != null) edit = put(typed(line))
            put(answer)
            put(hints)
            update(line)
        }

        fun update(line: CalculatorLine) {
            // Somebody may be at one of its rows, and hears them again when they are made anew.
            if (line == shown) return
            shown = line
            answer.removeAllViews()
            val groups = shownGroups(line)
            when {
                groups.isNotEmpty() -> answer.put(fields.groups(groups) { calculator.answer(line.question, "#$it") })
                isNothingFound(line) -> answer.put(context.help(fields.nothingFound))
                line.field.options().isNotEmpty() -> answer.put(optionViews(line))
            }
            // The core gives groups only while nothing is looked for.
            if (search != null && groups.isEmpty()) answer.put(context.plainButton(word(R.string.search_groups)) { toGroups(line) })
            val said =
                listOf(
                    NoticeKind.CERTAIN to line.understood,
                    NoticeKind.LOOK_AGAIN to line.warnings,
                    NoticeKind.LOOK_AGAIN to line.problems,
                )
            hints.show(said.filter { it.second.isNotEmpty() }.map { (kind, lines) -> Hint(kind, lines.joinToString("\n") { it.reveal() }) })
        }

        /** Another occupation than the one that was chosen, or was not found. */
        private fun toGroups(line: CalculatorLine) {
            val field = edit
            if (field == null || field.text.isEmpty()) calculator.answer(line.question, "") else field.setText("")
        }

        private fun optionViews(line: CalculatorLine): View {
            val several = line.field is Field.Several
            val options = line.field.options()
            val chosen = options.filter { it.chosen }.map { it.id }
            return fields.options(options, chosen, several) { id ->
                if (several) calculator.toggle(line.question, id) else calculator.answer(line.question, id)
            }
        }

        private fun typed(line: CalculatorLine): EditText {
            val money = line.field is Field.Money
            val keyboard = if (search != null) Keyboard.TEXT else Keyboard.DIGITS
            val input = Fields.DIGITS.copy(keyboard = keyboard)
            val text = if (search == null) line.typed.reveal() else calculator.searched(line)
            val edit = fields.edit(input, text, money, line.title, { calculator.answer(line.question, it) }) { leave(line.question) }
            if (search != null) edit.hint = word(R.string.search)
            return edit
        }
    }

    /** The key of the keyboard that leads on: to the next field, and at the last one the keyboard makes room for the price. */
    private fun leave(question: String) {
        val next =
            blocks.entries
                .dropWhile { it.key != question }
                .drop(1)
                .firstNotNullOfOrNull { it.value.edit }
        if (next != null) {
            next.requestFocus()
            return
        }
        context.getSystemService(InputMethodManager::class.java).hideSoftInputFromWindow(scaffold.windowToken, 0)
    }
}
