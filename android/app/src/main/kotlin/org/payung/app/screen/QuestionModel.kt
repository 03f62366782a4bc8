package org.payung.app.screen

import android.graphics.Bitmap
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.core.Change
import org.payung.core.ChoiceView
import org.payung.core.DraftView
import org.payung.core.Field
import org.payung.core.Hints
import org.payung.core.PayungException
import org.payung.core.PhotoSource
import org.payung.core.ScreenKind
import org.payung.core.Secret

/** One screen of the form. */
data class QuestionState(
    /** What the core says is to be drawn; none before the first answer. */
    val view: DraftView? = null,
    /** What was typed, or the ids of what was chosen, joined by commas. */
    val answer: Secret = Secret(""),
    /** What the core says about it while it is typed. */
    val hints: Hints? = null,
    /** What a search found; none while nothing is searched for. */
    val found: List<ChoiceView>? = null,
    val search: Secret = Secret(""),
    /** A picture of another app that nobody has taken or left yet. */
    val offered: Offered? = null,
    /** The kept photo, as the office will see it. */
    val photo: Picture? = null,
    val trouble: Trouble? = null,
    /** A call that changes the screen is under way. */
    val busy: Boolean = false,
    /** Set when the draft was made ready: its registration. */
    val ready: String? = null,
)

/** A picture that another app shared, and what can be seen of it: nothing of a file that is no picture. */
class Offered(
    val preview: Bitmap?,
    /** It could also go elsewhere. */
    val elsewhere: Boolean = false,
)

/** The shared picture itself, which lies outside the core's folder. All but [drop] is asked on the core's thread. */
interface SharedPicture {
    fun isThere(): Boolean

    fun preview(): Bitmap?

    /** Moves it into that folder, on the core's thread. None when it is not there any more. */
    fun take(folder: String): String?

    fun drop()
}

/** Goes through a form. It decides nothing: every next screen is the core's. */
class QuestionModel(
    core: Calls,
    val draft: String,
    private val first: String = "",
    private val shared: SharedPicture? = null,
) : Model<QuestionState>(core, QuestionState()) {
    private var editing = false
    private var waiting = false
    private var picture: String? = null
    private var group: String? = null
    private var offered: Offered? = null
    private var refusedBefore = false

    /** What the core is known to have of this question's answer. */
    private var kept = Secret("")

    /** What stands at the question and the core may not have: a full disk takes no letters. */
    private val unkept get() = state.answer.takeIf { it != kept }

    /** Where it goes on after the process was killed. */
    val question: String get() =
        state.view
            ?.step
            ?.id
            .orEmpty()

    /** The answer was refused, and the core says why. */
    private val isRefused get() = state.view?.run { step.problems.isNotEmpty() } == true

    /** A photo can be given now, or soon: the question is not here yet. */
    val asksPhoto: Boolean get() = state.view?.run { step.field is Field.Photo } == true

    override fun start() {
        if (state.view == null || state.trouble != null) goOn()
    }

    override fun stop() {
        if (waiting || (state.trouble != null && unkept != null)) pass(question, state.answer)
    }

    override fun changed(change: Change) {
        if (change is Change.Rules && state.view != null) load { drafts.show(draft, question) }
    }

    /** Every letter goes to the core, which has it on disk when it answers. Letters that come meanwhile go together. */
    fun typed(text: String) {
        set(state.copy(answer = Secret(text)))
        if (editing) waiting = true else pass(question, state.answer)
    }

    /** An option was tapped. */
    fun choose(id: String) {
        val several = state.view?.step?.field is Field.Several
        val chosen = if (several) toggled(id) else id
        set(state.copy(answer = Secret(chosen)))
        if (editing) waiting = true else pass(question, state.answer)
    }

    /** Looks for options; `#GROUP` lists a group, the empty text shows the first ones again. */
    fun search(text: String) {
        set(state.copy(search = Secret(text)))
        if (text.isBlank()) {
            set(state.copy(found = null))
            return
        }
        val asked = question
        core.ask({ drafts.choices(draft, asked, text, MOST_FOUND) }) { result ->
            if (asked != question || state.search.reveal() != text) return@ask
            result.onSuccess { set(state.copy(found = it.options)) }.onFailure { fail(it) }
        }
    }

    /** The groups of a long list again, to choose another option. */
    fun groups() {
        // Nothing was answered by it: the option that was chosen stays the answer until there is another one.
        kept = Secret("")
        set(state.copy(answer = Secret(""), search = Secret(""), found = null))
    }

    /** The one button. */
    fun next() {
        when (state.view?.step?.kind) {
            ScreenKind.REVIEW -> ready()
            ScreenKind.QUESTION -> answer(given())
            else -> Unit
        }
    }

    /** The empty answer leaves a question out. */
    fun skip() = answer("")

    /** False when there is nothing before this screen. */
    fun back(): Boolean {
        if (state.view?.step?.canGoBack != true) return false
        val from = question
        stop()
        turn { drafts.back(draft, from) }
        return true
    }

    /** An answer on the review was tapped. */
    fun show(question: String) = turn { drafts.show(draft, question) }

    /** On the review: the code of a poster goes nowhere. */
    fun removeReferral() =
        turn {
            payung.removeReferral()
            drafts.resume(draft)
        }

    /**
     * The group that was opened; what was typed into a search may be an address, and is not kept outside the core. That an answer was
     * refused; why, the core says again. That a picture of another app waits, which lies where it was.
     */
    override fun save(): ArrayList<String> {
        val waits = state.offered?.let { if (it.elsewhere) OFFERED_ELSEWHERE else OFFERED }
        val group = state.search.reveal().takeIf { it.startsWith("#") }
        return ArrayList(listOfNotNull(group, waits, REFUSED.takeIf { isRefused }))
    }

    override fun restore(saved: ArrayList<String>) {
        group = saved.find { it.startsWith("#") }
        refusedBefore = REFUSED in saved
        val waits = saved.find { it == OFFERED || it == OFFERED_ELSEWHERE } ?: return
        core.ask({ shared?.takeIf { it.isThere() }?.let { Offered(it.preview(), waits == OFFERED_ELSEWHERE) } }) { result ->
            result.getOrNull()?.let { offer(it) }
        }
    }

    override fun pictured(path: String?) {
        if (path == null) return
        // The activity may have come back before the question is there again.
        if (state.view == null || state.busy) {
            picture = path
            return
        }
        val asked = question
        turn { drafts.photo(draft, asked, PhotoSource.Captured(path)) }
    }

    /** A picture was shared. Only a person takes it: any app could send one. */
    fun offer(picture: Offered) {
        if (state.view == null || state.busy) {
            offered = picture
            return
        }
        if (state.view?.step?.field !is Field.Photo) {
            shared?.drop()
            return
        }
        unsay()
        set(state.copy(offered = picture, trouble = null))
    }

    /** The offered picture becomes the photo of this question. */
    fun useOffered() {
        val asked = question
        turn {
            val path = shared?.take(drafts.captureFolder())
            if (path == null) drafts.show(draft, asked) else drafts.photo(draft, asked, PhotoSource.Captured(path))
        }
    }

    fun leaveOffered() {
        shared?.drop()
        set(state.copy(offered = null))
    }

    /** It is for something else, and stays until that is chosen. */
    fun passOffered() = set(state.copy(offered = null))

    /** After a trouble. */
    fun tryAgain() {
        core.ask({ payung.unlock() }) { goOn() }
    }

    /** The same question again with what was typed at it. What the core has not kept goes to it first, so that nothing is typed twice. */
    private fun goOn() {
        val view = state.view ?: return open()
        val (asked, typed) = view.step.id to unkept
        load {
            try {
                typed?.let { drafts.edit(draft, asked, it, view.seq) }
            } catch (_: PayungException.NotPossible) {
                // It stays on screen; why it cannot be kept is said when it is passed on again.
            }
            try {
                drafts.show(draft, asked)
            } catch (_: PayungException.NotPossible) {
                drafts.resume(draft)
            }
        }
    }

    private fun open() {
        load {
            val next = drafts.resume(draft)
            if (first.isEmpty() || next.step.id == first) return@load next
            try {
                drafts.show(draft, first).copy(notice = next.notice)
            } catch (_: PayungException.NotPossible) {
                // The review and endings, and questions that newer rules no longer ask: where the core goes on.
                next
            }
        }
    }

    private fun given(): String =
        when (state.view?.step?.field) {
            is Field.Consent, Field.Note -> "yes"
            is Field.Photo -> ""
            else -> state.answer.reveal()
        }

    private fun answer(text: String) {
        val asked = question
        waiting = false
        turn(Secret(text)) { drafts.answer(draft, asked, Secret(text)) }
    }

    private fun ready() {
        if (state.busy) return
        unsay()
        set(state.copy(busy = true, trouble = null))
        core.ask({
            try {
                ReadyOrOpen.Ready(registrations.ready(draft).registration)
            } catch (error: PayungException.MissingAnswers) {
                ReadyOrOpen.Missing(drafts.show(draft, error.questions.first()), error.words)
            }
        }) { result ->
            set(state.copy(busy = false))
            result
                .onSuccess { outcome ->
                    when (outcome) {
                        is ReadyOrOpen.Ready -> {
                            set(state.copy(ready = outcome.registration))
                        }

                        is ReadyOrOpen.Missing -> {
                            shown(outcome.view, null)
                            tell(outcome.words)
                        }
                    }
                }.onFailure { fail(it) }
        }
    }

    private sealed class ReadyOrOpen {
        class Ready(
            val registration: String,
        ) : ReadyOrOpen()

        class Missing(
            val view: DraftView,
            val words: String,
        ) : ReadyOrOpen()
    }

    /** What a person does that leads to a screen. */
    private fun turn(
        given: Secret? = null,
        call: Session.() -> DraftView,
    ) {
        if (state.busy) return
        unsay()
        load(given, call)
    }

    /**
     * A call that leads to a screen; the core keeps what is [given] with it. While one is under way no second one begins: nothing is
     * answered twice.
     */
    private fun load(
        given: Secret? = null,
        call: Session.() -> DraftView,
    ) {
        if (state.busy) return
        set(state.copy(busy = true, trouble = null))
        core.ask({
            val view = call()
            view to photoOf(view)
        }) { result ->
            set(state.copy(busy = false))
            result
                .onSuccess { (view, photo) ->
                    given?.let { kept = it }
                    shown(view, photo)
                }.onFailure { fail(it) }
        }
    }

    private fun Session.photoOf(view: DraftView): Picture? {
        val field = view.step.field
        if (field !is Field.Photo || !field.taken) return null
        return drafts.keptPhoto(draft, view.step.id)?.let { Picture(it, Picture.LARGE) }
    }

    private fun shown(
        view: DraftView,
        photo: Picture?,
    ) {
        waiting = false
        // Letters that came while the core was asked, and those that a full disk did not take.
        val typed = unkept.takeIf { question == view.step.id && view.step.field.takesText }
        kept = answerOf(view)
        set(QuestionState(view = view, answer = typed ?: kept, photo = photo))
        if (typed != null && typed != kept) pass(question, typed)
        if (refusedBefore) {
            refusedBefore = false
            // What is wrong with it may quote it and was kept nowhere. It is in the draft, so the core says it again.
            if (view.step.id == first) return answer(given())
        }
        group?.let {
            group = null
            if (view.step.id == first && view.step.field is Field.Search) search(it)
        }
        offered?.let {
            offered = null
            offer(it)
        }
        picture?.let {
            picture = null
            pictured(it)
        }
    }

    private fun answerOf(view: DraftView): Secret {
        val options = view.step.field.options()
        if (options.isEmpty()) return view.step.typed
        return Secret(options.filter { it.chosen }.joinToString(",") { it.id })
    }

    private fun toggled(id: String): String {
        val options =
            state.view
                ?.step
                ?.field
                ?.options()
                .orEmpty()
        val before = state.answer.reveal().split(',')
        return options.filter { it.fixed || (it.id in before) != (it.id == id) }.joinToString(",") { it.id }
    }

    private fun pass(
        question: String,
        text: Secret,
    ) {
        val view = state.view ?: return
        editing = true
        waiting = false
        core.ask({ drafts.edit(draft, question, text, view.seq) }) { result ->
            editing = false
            if (state.view !== view) return@ask
            result
                .onSuccess {
                    kept = text
                    set(state.copy(hints = it))
                }.onFailure { fail(it) }
            if (waiting) pass(question, state.answer)
        }
    }

    private fun fail(error: Throwable) {
        set(state.copy(offered = null))
        refused(error) { set(state.copy(trouble = it)) }
    }

    private companion object {
        const val MOST_FOUND = 20u
        const val REFUSED = "refused"
        const val OFFERED = "offered"
        const val OFFERED_ELSEWHERE = "offered elsewhere"
    }
}

/** What can be chosen, whatever kind of choice it is. */
fun Field.options(): List<ChoiceView> =
    when (this) {
        is Field.Choice -> options
        is Field.Search -> options
        is Field.Confirm -> options
        is Field.Several -> options
        is Field.YesNo -> options
        else -> emptyList()
    }

/** What is chosen or typed is the answer; everything else is answered by the button alone. */
private val Field.takesText get() = this !is Field.Consent && this !is Field.Note && this !is Field.Photo && this !is Field.None
