package org.payung.app

import android.os.Build
import android.speech.tts.TextToSpeech
import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.fail
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.look.Icons
import org.payung.app.look.OptionRow
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.StatusModel
import org.payung.core.Office
import org.payung.core.RegistrationState
import org.payung.core.Sample
import org.payung.core.ScreenKind
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowTextToSpeech
import java.io.File
import java.util.Locale

/**
 * Somebody who cannot read registers: they press *Dengarkan*, listen, know drawings, hold an option down to hear it, and copy digits
 * and capitals from the card. They press the one filled button. The test reads no label and no id of anything that is tapped.
 */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class SoundTest : OnPhone() {
    @Before
    fun voice() = ShadowTextToSpeech.addLanguageAvailability(Locale("id", "ID"))

    /** What is heard → the drawing that is this worker's. */
    private val drawings =
        mapOf(
            "Pernah jadi peserta" to listOf("member_never"),
            "Berapa umur" to listOf("age_adult"),
            "Bagaimana Anda bekerja" to listOf("person"),
            "membayar iuran" to listOf("payer_self"),
            "paling mudah dihitung" to listOf("per_month"),
            "ikut program" to listOf("programme_jkk", "programme_jkm", "programme_jht"),
            "benar data Anda" to listOf("yes"),
            "Masih tinggal di sini" to listOf("home_here"),
            "kelurahan atau desa Anda" to listOf("other"),
        )

    /** What is heard → what is typed, copied from a card or known by heart. */
    private val copied =
        mapOf(
            "penghasilan Anda sebulan" to "1500000",
            "Berapa NIK" to Sample.NIK,
            "nama Anda di KTP" to Sample.NAME,
            "Di mana Anda lahir" to "KOTA CONTOH",
            "ibu kandung" to "AMINAH CONTOH",
            "kelurahan atau desa itu" to "KELURAHAN CONTOH",
            "alamat rumah" to "JALAN CONTOH NOMOR 0",
            "RT dan RW" to "003/007",
            "kode pos" to "16911",
            "nomor HP" to "0812 0000 0001",
        )

    private fun speech() = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance())

    /** Presses the loudspeaker, which is in the same corner of every screen, and hears all of it. */
    private fun listen(rig: Rig): String {
        val before = ShadowTextToSpeech.getLastTextToSpeechInstance()
        val button =
            rig.views().first {
                it is ViewGroup && it.hasOnClickListeners() && it.contentDescription ==
                    rig.string(
                        R.string.listen,
                    )
            }
        val known = if (before == null) 0 else speech().spokenTextList.size
        button.performClick()
        if (ShadowTextToSpeech.getLastTextToSpeechInstance() !== before) speech().onInitListener.onInit(TextToSpeech.SUCCESS)
        rig.settle()
        return heard(speech().spokenTextList.drop(known))
    }

    /** Holds an option down. */
    private fun hear(
        rig: Rig,
        option: OptionRow,
    ): String {
        val known = speech().spokenTextList.size
        option.performLongClick()
        rig.settle()
        return heard(speech().spokenTextList.drop(known))
    }

    /** Letters that are read one by one are one name again: "N I K". */
    private fun heard(sentences: List<String>) = sentences.joinToString(" ").replace(Regex("\\b(\\p{Lu}) (?=\\p{Lu}\\b)"), "$1")

    private fun options(rig: Rig) = rig.views().filterIsInstance<OptionRow>()

    /** The filled button at the bottom. */
    private fun goOn(rig: Rig) {
        val colour = rig.activity.getColor(R.color.on_primary)
        val filled = rig.views().filter { it is TextView && it.hasOnClickListeners() && it.isEnabled && it.currentTextColor == colour }
        org.robolectric.Shadows
            .shadowOf(android.os.Looper.getMainLooper())
            .idleFor(java.time.Duration.ofSeconds(1))
        filled.last().performClick()
        rig.settle()
    }

    /** A row of a list that has this drawing. */
    private fun row(
        rig: Rig,
        drawing: String,
    ): View {
        val wanted = Icons.byName.getValue(drawing)
        return rig.views().firstOrNull { it.hasOnClickListeners() && it.getTag(R.id.drawing) == wanted }
            ?: throw AssertionError("no row with the drawing $drawing")
    }

    private fun tap(
        rig: Rig,
        view: View,
    ) {
        shadowOf(android.os.Looper.getMainLooper()).idleFor(java.time.Duration.ofSeconds(1))
        view.performClick()
        rig.settle()
    }

    private fun answer(
        rig: Rig,
        heard: String,
    ) {
        val known = drawings.entries.find { it.key in heard }
        val typed = copied.entries.find { it.key in heard }
        val field = rig.views().filterIsInstance<EditText>().firstOrNull()
        when {
            "Apa pekerjaan" in heard -> {
                tap(rig, row(rig, "group_street_trade"))
                tap(rig, options(rig).first { "kaki lima" in hear(rig, it) })
            }

            "berapa bulan" in heard -> {
                tap(rig, options(rig).first { "3 bulan" in hear(rig, it) })
            }

            known != null && options(rig).isNotEmpty() -> {
                val mine = options(rig).filter { it.pictogram in known.value }
                assertEquals("the drawings of: $heard", known.value.toSet(), mine.map { it.pictogram }.toSet())
                // Tapping draws the options anew, so each is looked for again.
                for (drawing in known.value) {
                    val one = options(rig).first { it.pictogram == drawing }
                    if (one.isEnabled && !one.isSelected) tap(rig, one)
                }
            }

            typed != null && field != null -> {
                field.requestFocus()
                field.setText(typed.value)
                rig.settle()
            }
        }
    }

    @Test
    fun `somebody who does not read comes from the first screen to the office`() =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                office.serve()
                rig.start()
                listen(rig)
                goOn(rig)
                var steps = 0
                while (rig.activity.front is QuestionModel) {
                    val model = rig.activity.front as QuestionModel
                    val before = model.question
                    if (rig.step.kind == ScreenKind.ENDING || ++steps > MOST) fail("it does not go on at $before")
                    val heard = listen(rig)
                    if ("Foto KTP" in heard) {
                        rig.photograph(Sample.card(File(folder.root, "card.jpg")))
                        continue
                    }
                    if (rig.step.kind == ScreenKind.QUESTION) answer(rig, heard)
                    goOn(rig)
                    if (rig.activity.front === model && model.question == before) fail("at $before was heard: $heard")
                }
                assertEquals(RegistrationState.RECEIVED, (rig.activity.front as StatusModel).state.view!!.state)
            }
        }

    private companion object {
        const val MOST = 40
    }
}
