package org.payung.app.screen

import android.view.accessibility.AccessibilityManager
import android.view.inputmethod.InputMethodManager
import android.widget.EditText
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.look.Column
import org.payung.app.look.Hint
import org.payung.app.look.Hints
import org.payung.app.look.NoticeKind
import org.payung.app.look.Place
import org.payung.app.look.amount
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.app.look.umbrella
import org.payung.core.DraftView
import org.payung.core.Field
import org.payung.core.ScreenKind
import org.payung.core.StepView

/** Draws one screen of the form, from top to bottom as docs/shell.md says. */
class QuestionScreen(
    host: Host,
    private val question: QuestionModel,
) : Screen<QuestionState>(host, question) {
    private val fields = Fields(context) { host.listen(sentences(it)) }
    private var drawn: QuestionState? = null
    private var hints = Hints(context)
    private var found = Column(context)

    override val route get() = Route.Form(question.draft, question.question)

    override fun isSecure(state: QuestionState) = state.view?.step?.secure ?: true

    override fun spoken(state: QuestionState): List<String> {
        val view = state.view ?: return emptyList()
        val office = view.corrections.map { it.words.reveal() }
        val asked = state.offered?.let { word(R.string.shared_ask) }
        val code = sentences(view.referral?.words.orEmpty())
        return listOfNotNull(view.notice, asked) + office + sentences(view.step.spoken) + code
    }

    override fun back() = question.back()

    override fun redraw() {
        val state = model.state
        state.ready?.let {
            model.drawn = null
            host.sync()
            host.goFromHome(Route.Status(it))
            return
        }
        val before = drawn
        drawn = state
        val same =
            before != null && before.view === state.view && before.trouble == state.trouble && before.photo === state.photo &&
                before.offered === state.offered && isToldHere
        when {
            !same -> {
                super.redraw()
                scaffold.toTop()
            }

            // A focused field is never drawn again while somebody types into it.
            state.view?.step?.field is Field.Search && before?.answer == state.answer -> {
                drawFound(state)
            }

            isTyped(state.view?.step?.field) -> {
                drawHints(state)
            }

            before?.answer != state.answer -> {
                super.redraw()
            }

            else -> {
                drawHints(state)
            }
        }
    }

    override fun draw(state: QuestionState) {
        val view = state.view
        if (view == null) {
            bar()
            drawTrouble(state.trouble) { question.tryAgain() }
            // It cannot be filled in any more, as one that was sent meanwhile: why is said above, and nothing else is to come.
            if (model.told != null) scaffold.foot.put(context.primaryButton(word(R.string.done)) { host.back() })
            return waiting(state.trouble)
        }
        val step = view.step
        val place = step.progress.run { Place(title, line, panels.toInt(), panelsFilled.toInt()) }
        bar(place)
        drawHead(state, view)
        when (step.kind) {
            ScreenKind.QUESTION -> {
                drawQuestion(state, step)
            }

            ScreenKind.REVIEW -> {
                step.quote?.let { beside.put(fields.quote(it), R.dimen.space_l) }
                scaffold.body.put(fields.review(step, question::show), R.dimen.space_l)
                view.referral?.let { kept -> scaffold.body.put(kept) { question.removeReferral() } }
            }

            ScreenKind.ENDING -> {
                Unit
            }
        }
        // The help stands beside the question, and the price has what is left of the room.
        if (beside !== scaffold.body && step.quote == null) drawProgress(step)
        drawFoot(state, step)
    }

    private fun drawHead(
        state: QuestionState,
        view: DraftView,
    ) {
        val body = scaffold.body
        view.notice?.let { body.put(context.notice(NoticeKind.LOOK_AGAIN, it)) }
        if (view.step.kind == ScreenKind.QUESTION) {
            view.corrections.forEach { body.put(context.notice(NoticeKind.OFFICE, it.words.reveal())) }
        }
        body.put(context.title(view.step.title))
        drawTrouble(state.trouble) { question.tryAgain() }
        // What only wants to be read, and what a review is for, stands below the title: beside it only help with an answer does.
        val help = if (view.step.field.isOnlyRead) body else beside
        if (view.step.help.isNotEmpty()) help.put(context.help(view.step.help))
        if (view.step.example.isNotEmpty()) help.put(context.help(word(R.string.example, view.step.example)), R.dimen.space_xs)
        if (view.step.kind == ScreenKind.REVIEW) {
            view.corrections.forEach { body.put(context.notice(NoticeKind.OFFICE, "${it.title}: ${it.words.reveal()}")) }
        }
    }

    private fun drawQuestion(
        state: QuestionState,
        step: StepView,
    ) {
        val body = scaffold.body
        step.shown.forEachIndexed { index, line ->
            if (index ==
                0
            ) {
                body.put(context.amount(line.reveal()), R.dimen.space_l)
            } else {
                body.put(context.body(line.reveal()), R.dimen.space_xs)
            }
        }
        when (val field = step.field) {
            is Field.Text, is Field.Digits, Field.Date, Field.Money -> {
                val edit = fields.edit(step.input, state.answer.reveal(), field is Field.Money, step.title, question::typed, question::next)
                body.put(edit, R.dimen.space_l)
                keyboard(edit)
                if (field is Field.Digits && field.suggested.isNotEmpty()) {
                    body.put(fields.chips(field.suggested) { edit.setText(it) })
                }
            }

            is Field.Search -> {
                drawSearch(state, step)
            }

            is Field.Photo -> {
                drawPhoto(state, field)
            }

            else -> {
                val options = field.options()
                if (options.isNotEmpty()) {
                    val chosen = state.answer.reveal().split(',')
                    body.put(fields.options(options, chosen, field is Field.Several, question::choose), R.dimen.space_l)
                }
            }
        }
        hints = body.put(Hints(context))
        drawHints(state)
        if (step.problems.isNotEmpty()) hints.reveal()
        step.quote?.let { beside.put(fields.quote(it), R.dimen.space_l) }
    }

    /** How far it is, large: there is room for it beside the question. */
    private fun drawProgress(step: StepView) {
        beside.put(context.umbrella(step.progress.panels.toInt(), step.progress.panelsFilled.toInt()), R.dimen.space_l)
    }

    private fun drawPhoto(
        state: QuestionState,
        field: Field.Photo,
    ) {
        val body = scaffold.body
        val offered = state.offered
        if (offered != null) {
            body.put(context.heading(word(R.string.shared_ask)), R.dimen.space_l)
            offered.preview?.let { body.put(fields.preview(it)) }
            return
        }
        body.put(fields.photo(field, state.photo), R.dimen.space_l)
        // What the core keeps is locked; a camera app may keep the same picture where everybody sees it.
        body.put(context.help(if (state.photo == null) field.frame.words else word(R.string.photo_copy)))
    }

    /** Ready to type at once. A screen reader begins with the question instead. */
    private fun keyboard(edit: EditText) {
        if (context.getSystemService(AccessibilityManager::class.java).isTouchExplorationEnabled) return
        edit.post {
            if (edit.requestFocus()) context.getSystemService(InputMethodManager::class.java).showSoftInput(edit, 0)
        }
    }

    private fun drawSearch(
        state: QuestionState,
        step: StepView,
    ) {
        val edit: EditText =
            fields.edit(step.input, searched(state), false, word(R.string.search), question::search) {}
        edit.hint = word(R.string.search)
        scaffold.body.put(edit, R.dimen.space_l)
        found = scaffold.body.put(Column(context))
        drawFound(state)
    }

    /** A group was tapped, not typed. */
    private fun searched(state: QuestionState) =
        state.search
            .reveal()
            .takeUnless { it.startsWith("#") }
            .orEmpty()

    private fun drawFound(state: QuestionState) {
        val step = state.view?.step ?: return
        val field = step.field as? Field.Search ?: return
        found.removeAllViews()
        val chosen = state.answer.reveal().split(',')
        val options = state.found
        val grouped = options == null && field.groups.isNotEmpty() && state.answer.isEmpty()
        when {
            grouped -> found.put(fields.groups(field.groups) { question.search("#$it") })
            options?.isEmpty() == true -> found.put(context.help(fields.nothingFound))
            else -> found.put(fields.options(options ?: field.options, chosen, false, question::choose))
        }
        if (field.groups.isNotEmpty() && !grouped) {
            found.put(context.plainButton(word(R.string.search_groups)) { question.groups() })
        }
    }

    /** What we understood, what to look at again, and, once an answer was refused, what is still wrong. */
    private fun drawHints(state: QuestionState) {
        val step = state.view?.step ?: return
        val live = state.hints
        val understood = live?.understood ?: step.understood
        val warnings = live?.warnings ?: step.warnings
        val problems = if (step.problems.isEmpty()) emptyList() else live?.problems ?: step.problems

        fun text(lines: List<org.payung.core.Secret>) = lines.joinToString("\n") { it.reveal() }
        val all = listOf(NoticeKind.LOOK_AGAIN to problems, NoticeKind.CERTAIN to understood, NoticeKind.LOOK_AGAIN to warnings)
        hints.show(all.filter { it.second.isNotEmpty() }.map { (kind, lines) -> Hint(kind, text(lines)) })
    }

    private fun drawFoot(
        state: QuestionState,
        step: StepView,
    ) {
        val foot = scaffold.foot
        if (foot.childCount > 0) return
        val field = step.field
        when {
            step.kind == ScreenKind.ENDING -> {
                foot.put(context.primaryButton(step.primary) { host.goFromHome(Route.Home) })
            }

            state.offered != null -> {
                foot.put(context.primaryButton(word(R.string.photo_use)) { question.useOffered() })
                foot.put(context.secondaryButton(word(R.string.shared_leave)) { question.leaveOffered() }, R.dimen.space_s)
                if (state.offered.elsewhere) {
                    foot.put(
                        context.plainButton(word(R.string.shared_elsewhere), ::chooseElsewhere),
                        R.dimen.space_xs,
                    )
                }
                return
            }

            field is Field.Photo && !field.taken -> {
                foot.put(context.primaryButton(step.primary) { host.photograph(step.id) })
                foot.put(context.secondaryButton(word(R.string.photo_gallery)) { host.pickPhoto(step.id) }, R.dimen.space_s)
            }

            field is Field.Photo && step.warnings.isNotEmpty() -> {
                foot.put(context.primaryButton(word(R.string.photo_again)) { host.photograph(step.id) })
                foot.put(context.secondaryButton(word(R.string.photo_use)) { question.next() }, R.dimen.space_s)
            }

            else -> {
                val button = context.primaryButton(step.primary) { question.next() }
                button.isEnabled = step.primaryEnabled
                foot.put(button)
                if (field is Field.Photo) {
                    foot.put(context.secondaryButton(word(R.string.photo_again)) { host.photograph(step.id) }, R.dimen.space_s)
                }
            }
        }
        if (step.skip.isNotEmpty()) foot.put(context.plainButton(step.skip) { question.skip() }, R.dimen.space_xs)
    }

    private fun chooseElsewhere() {
        question.passOffered()
        host.go(Route.Shared)
    }

    private val Field.isOnlyRead get() = this is Field.None || this is Field.Note || this is Field.Consent

    private fun isTyped(field: Field?) = field is Field.Text || field is Field.Digits || field is Field.Date || field is Field.Money
}
