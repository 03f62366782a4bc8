package org.payung.app

import android.app.Activity
import android.content.Intent
import android.graphics.Bitmap
import android.graphics.Canvas
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.net.Uri
import android.os.Bundle
import android.os.Looper
import android.provider.MediaStore
import android.provider.Settings
import android.view.View
import android.widget.EditText
import android.widget.TextView
import org.junit.Assert.fail
import org.junit.rules.TemporaryFolder
import org.payung.app.core.KeystoreKeeper
import org.payung.app.core.Phone
import org.payung.app.core.SystemClock
import org.payung.app.look.OptionRow
import org.payung.app.phone.CaptureProvider
import org.payung.app.screen.CalculatorModel
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.all
import org.payung.app.screen.options
import org.payung.core.Clock
import org.payung.core.Field
import org.payung.core.KeyKeeper
import org.payung.core.Office
import org.payung.core.Sample
import org.payung.core.ScreenKind
import org.payung.core.StepView
import org.robolectric.Robolectric
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.shadows.ShadowNetworkCapabilities
import java.io.File

/** Somebody has begun to register, and is at that question. */
internal fun TemporaryFolder.begun(
    question: String,
    check: (Rig) -> Unit,
) = Rig(newFolder("rig")).use { rig ->
    rig.start().tap(R.string.register)
    rig.answerUpTo(question)
    check(rig)
}

/** Somebody whose registration was made ready. Nobody serves yet: what this phone keeps needs no office. */
internal fun TemporaryFolder.ready(check: (Rig, String) -> Unit) =
    Office(newFolder("office")).use { office ->
        Rig(newFolder("rig"), office.trust).use { rig -> check(rig, Lost.register(rig)) }
    }

/** A phone on which the real app runs: somebody sees, taps, types, turns it, and the system kills it. */
class Rig(
    val folder: File,
    trust: String? = null,
    keeper: KeyKeeper = KeystoreKeeper(),
    clock: Clock = SystemClock,
) : AutoCloseable {
    val app = RuntimeEnvironment.getApplication() as PayungApp
    val home = File(folder, "phone")
    private lateinit var controller: ActivityController<MainActivity>

    /** Done after each action: nothing, or the worst that a system does. */
    var afterEach: () -> Unit = {}

    /** Done while the camera app is in front. */
    var duringCamera: () -> Unit = {}

    /** Called with each screen of the form before it is answered. */
    var atQuestion: (StepView) -> Unit = {}

    init {
        // Pictures are of screens that have arrived; MotionTest turns it on.
        Settings.Global.putFloat(app.contentResolver, Settings.Global.ANIMATOR_DURATION_SCALE, 0f)
        app.phone = Phone(home, trust, keeper, { app.preferences.language }, clock)
        online(true)
    }

    val activity: MainActivity get() = controller.get()

    /** Wi-Fi, or no network at all. */
    fun online(online: Boolean) {
        val manager = app.getSystemService(ConnectivityManager::class.java)
        val capabilities = ShadowNetworkCapabilities.newInstance()
        if (online) {
            shadowOf(capabilities).addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET)
            shadowOf(capabilities).addCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED)
        }
        shadowOf(manager).setNetworkCapabilities(manager.activeNetwork, capabilities)
        shadowOf(manager).networkCallbacks.forEach { it.onCapabilitiesChanged(manager.activeNetwork!!, capabilities) }
        shadowOf(Looper.getMainLooper()).idle()
    }

    fun start(intent: Intent = Intent(Intent.ACTION_MAIN)): Rig {
        controller = Robolectric.buildActivity(MainActivity::class.java, intent).setup()
        settle()
        return this
    }

    /** Waits until the core has answered everything and the answers are drawn. */
    fun settle() {
        val end = System.nanoTime() + 120_000_000_000
        do {
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(1)
            check(System.nanoTime() < end) { "the core does not answer" }
        } while (app.core.pending.get() > 0)
        shadowOf(Looper.getMainLooper()).idle()
    }

    /** Everything that is drawn and can be read. */
    fun views(): List<View> =
        activity.window.decorView
            .all()
            .filter { it.isShown }

    fun texts(): List<String> = views().mapNotNull { (it as? TextView)?.text?.toString()?.takeIf { text -> text.isNotBlank() } }

    fun sees(text: String): Boolean = texts().any { text in it }

    fun see(text: String) {
        if (!sees(text)) fail("\"$text\" is not on screen, but:\n${texts().joinToString("\n")}")
    }

    fun unseen(text: String) {
        if (sees(text)) fail("\"$text\" is on screen:\n${texts().joinToString("\n")}")
    }

    /** Taps what has these words, or is in a row that has them. */
    fun tap(text: String) {
        // Two taps of a person are further apart than a double tap.
        shadowOf(Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(1))
        val exact = views().filter { (it as? TextView)?.text?.toString() == text || it.contentDescription?.toString() == text }
        val words = exact.ifEmpty { views().filter { (it as? TextView)?.text?.toString()?.contains(text) == true }.take(1) }
        if (words.isEmpty()) throw AssertionError("\"$text\" is not on screen, but:\n${texts().joinToString("\n")}")
        // The same words may also stand where nothing can be tapped, as on a timeline.
        val target = words.firstNotNullOfOrNull { word -> generateSequence(word) { it.parent as? View }.find { it.hasOnClickListeners() } }
        target?.performClick() ?: throw AssertionError("\"$text\" cannot be tapped")
        settle()
        afterEach()
    }

    fun tap(words: Int) = tap(string(words))

    fun string(id: Int): String = activity.getString(id)

    /** Types into the first field, or into the one with that question. */
    fun type(
        text: String,
        question: String? = null,
    ) {
        val fields = views().filterIsInstance<EditText>()
        val field = fields.find { question == null || it.tag == question } ?: throw AssertionError("nothing to type into: ${texts()}")
        field.requestFocus()
        field.setText(text)
        settle()
        afterEach()
    }

    fun back() {
        activity.back()
        settle()
        afterEach()
    }

    /** Turns the phone: the activity is made again, the process lives. */
    fun turn() {
        controller.recreate()
        settle()
    }

    /** The system ends the process and makes it again from what was saved. */
    fun die() = dieBut {}

    /** The same; [first] is what the new process does before the activity is made again. */
    fun dieBut(first: () -> Unit) {
        val saved = Bundle()
        controller.pause().stop().saveInstanceState(saved)
        settle()
        revive(saved, first)
    }

    /** The system takes the activity away, and makes it again from what was saved when somebody comes back. The process lives. */
    fun remake() {
        val saved = Bundle()
        controller
            .pause()
            .stop()
            .saveInstanceState(saved)
            .destroy()
        settle()
        controller = Robolectric.buildActivity(MainActivity::class.java).setup(saved)
        settle()
    }

    /** Somebody leaves the app with *back*, and the activity is gone. The process lives. */
    fun quit() {
        controller.pause().stop().destroy()
        settle()
    }

    /** Ends the process in the middle of whatever it does: nobody is told. */
    fun kill() {
        val saved = Bundle()
        controller.saveInstanceState(saved)
        revive(saved)
    }

    /** The process is made again from a state, whoever wrote it. */
    fun revive(
        saved: Bundle,
        first: () -> Unit = {},
    ) {
        val before = app.core
        controller.destroy()
        app.restart()
        val end = System.nanoTime() + 60_000_000_000
        while (before.pending.get() > 0) {
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(1)
            check(System.nanoTime() < end) { "the core does not close" }
        }
        first()
        controller = Robolectric.buildActivity(MainActivity::class.java).setup(saved)
        settle()
    }

    /** Away to another app. */
    fun leave() {
        controller.pause().stop()
        settle()
    }

    /** Back from another app. */
    fun resume() {
        controller.restart().start().resume()
        settle()
    }

    /** Away to another app and back. */
    fun away() {
        leave()
        resume()
    }

    val step: StepView get() = (activity.front as QuestionModel).state.view?.step ?: throw AssertionError("no question on screen")

    /** Answers the question on screen as a person would: by tapping and typing what is there. */
    fun answer(answers: Map<String, String> = Sample.answers) {
        val step = step
        atQuestion(step)
        val text = answers[step.id].orEmpty()
        when (val field = step.field) {
            is Field.Photo -> {
                if (!field.taken) photograph(Sample.card(File(folder, "card.jpg")))
            }

            is Field.Search -> {
                find(step, text)
            }

            else -> {
                val options = field.options()
                when {
                    options.isNotEmpty() -> {
                        options
                            .filter {
                                it.id in
                                    text.split(
                                        ',',
                                    ) && !it.fixed && !it.chosen
                            }.forEach { option(it.label) }
                    }

                    field is Field.Consent || field is Field.Note -> {
                        Unit
                    }

                    else -> {
                        type(text)
                    }
                }
            }
        }
        if (this.step.id != step.id) return
        tap(this.step.primary)
    }

    /** Answers one question after another until that one is on screen. */
    fun answerUpTo(question: String) {
        while (step.id != question) answer()
    }

    /** Goes from screen to screen to the review. */
    fun fill(answers: Map<String, String> = Sample.answers) {
        repeat(answers.size * 2) {
            if (step.kind != ScreenKind.QUESTION) return
            val before = step.id
            answer(answers)
            if (activity.front is QuestionModel && step.id == before && step.kind == ScreenKind.QUESTION) {
                fail("$before stays: ${texts().joinToString("\n")}")
            }
        }
        fail("no end: ${step.id}")
    }

    /** Answers the calculator, question by question, as they come. */
    fun calculate(answers: Map<String, String> = Sample.answers) {
        val model = activity.front as CalculatorModel
        val done = mutableSetOf<String>()
        while (true) {
            val line =
                model.state.view!!
                    .asked
                    .find { it.question !in done && it.question in answers } ?: return
            done += line.question
            val text = answers.getValue(line.question)
            val field = line.field
            when {
                field is Field.Money -> {
                    type(text, line.title)
                }

                field is Field.Search -> {
                    tap(field.groups.first { it.id == "street_trade" }.label)
                    val found =
                        model.state.view!!
                            .asked
                            .first { it.question == line.question }
                            .field
                            .options()
                    option(found.first { it.id == text }.label)
                }

                else -> {
                    field.options().filter { it.id in text.split(',') && !it.fixed && !it.chosen }.forEach { option(it.label) }
                }
            }
        }
    }

    fun option(label: String) {
        shadowOf(Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(1))
        val row = views().filterIsInstance<OptionRow>().find { it.contentDescription.toString().startsWith(label) }
        row?.performClick() ?: throw AssertionError("no option \"$label\", but:\n${texts().joinToString("\n")}")
        settle()
        afterEach()
    }

    private fun find(
        step: StepView,
        id: String,
    ) {
        val known = step.field.options().find { it.id == id }
        if (known != null && views().filterIsInstance<OptionRow>().any { it.contentDescription.toString().startsWith(known.label) }) {
            return option(known.label)
        }
        val group = (step.field as Field.Search).groups.find { it.id == "street_trade" }
        if (group != null && id == "street_vendor") tap(group.label) else type(known?.label ?: id)
        val found = (activity.front as QuestionModel).state.found.orEmpty()
        option(found.first { it.id == id }.label)
    }

    /** The phone's camera app takes this picture; none when it gives none. */
    fun photograph(
        picture: File?,
        button: String = step.primary,
    ) {
        tap(button)
        val asker = activity
        val asked = shadowOf(activity).nextStartedActivityForResult ?: throw AssertionError("no camera was asked for: ${texts()}")
        check(asked.intent.action == MediaStore.ACTION_IMAGE_CAPTURE)
        val uri = asked.intent.getParcelableExtra<Uri>(MediaStore.EXTRA_OUTPUT)!!
        check(uri == CaptureProvider.uri(app))
        if (picture != null) {
            app.contentResolver.openOutputStream(uri)!!.use { picture.inputStream().use { from -> from.copyTo(it) } }
        }
        duringCamera()
        val result = if (picture == null) Activity.RESULT_CANCELED else Activity.RESULT_OK
        if (asker === activity) {
            shadowOf(activity).receiveResult(asked.intent, result, null)
        } else {
            // The new activity never asked: the system gives it the answer all the same.
            activity.onActivityResult(asked.requestCode, result, null)
        }
        settle()
        afterEach()
    }

    /** What is on screen, as a picture. */
    fun picture(): Bitmap {
        settle()
        val view = activity.window.decorView
        val picture = Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888)
        view.draw(Canvas(picture))
        return picture
    }

    fun shoot(name: String) {
        val folder = File(System.getProperty("payung.work"), "pictures").apply { mkdirs() }
        File(folder, "$name.png").outputStream().use { picture().compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    override fun close() {
        app.core.close()
        val end = System.nanoTime() + 60_000_000_000
        while (app.core.pending.get() > 0 && System.nanoTime() < end) {
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(1)
        }
    }
}
