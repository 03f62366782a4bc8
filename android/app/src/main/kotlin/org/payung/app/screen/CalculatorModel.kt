package org.payung.app.screen

import org.payung.app.core.Calls
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.core.CalculatorLine
import org.payung.core.CalculatorView
import org.payung.core.Field
import org.payung.core.Secret
import org.payung.core.Typed

/** The dues calculator. */
data class CalculatorState(
    val view: CalculatorView? = null,
    val trouble: Trouble? = null,
    /** Set when the answers became a draft: it is to be shown. */
    val begun: String? = null,
)

/** What dues cost, before anybody registers. The answers go along when they do. */
class CalculatorModel(
    core: Calls,
) : Model<CalculatorState>(core, CalculatorState()) {
    private val answers = LinkedHashMap<String, String>()
    private var asking = false
    private var waiting = false

    override fun start() = ask()

    /** What was typed or chosen at a question; a search is text too. */
    fun answer(
        question: String,
        text: String,
    ) {
        answers[question] = text
        if (asking) waiting = true else ask()
    }

    /** Adds or removes one option of a question that takes several. */
    fun toggle(
        question: String,
        id: String,
    ) {
        val line = state.view?.asked?.find { it.question == question } ?: return
        val options = (line.field as? Field.Several)?.options ?: return
        answer(question, options.filter { it.fixed || it.chosen != (it.id == id) }.joinToString(",") { it.id })
    }

    /** What is being looked for at a question, and was not chosen yet. */
    fun searched(line: CalculatorLine): String {
        val text = answers[line.question].orEmpty()
        return text.takeUnless { it.startsWith("#") || line.field.options().any { option -> option.id == it } }.orEmpty()
    }

    fun register() {
        unsay()
        core.ask({ drafts.startWith(FORM, typed()) }) { result ->
            result
                .onSuccess { set(state.copy(begun = it.draft)) }
                .onFailure { error -> refused(error) { set(state.copy(trouble = it)) } }
        }
    }

    fun shown() = set(state.copy(begun = null))

    fun tryAgain() = core.ask({ payung.unlock() }) { ask() }

    /** Work and income without a name: they may lie in the system's memory while the app is away. */
    override fun save() = ArrayList(answers.flatMap { listOf(it.key, it.value) })

    override fun restore(saved: ArrayList<String>) = saved.chunked(2).filter { it.size == 2 }.forEach { answers[it[0]] = it[1] }

    private fun typed() = answers.map { (question, text) -> Typed(question, Secret(text)) }

    private fun ask() {
        asking = true
        waiting = false
        val given = typed()
        core.ask({ lookup.calculator(FORM, given) }) { result ->
            asking = false
            result.onSuccess { set(CalculatorState(view = it)) }.onFailure { set(state.copy(trouble = troubleOf(it))) }
            if (waiting) ask()
        }
    }
}
