package org.payung.app.phone

import android.content.Context
import android.speech.tts.TextToSpeech
import org.payung.core.Language
import java.util.Locale

/** Reads aloud with the phone's own voice. */
class Reader(
    private val context: Context,
) {
    private var speech: TextToSpeech? = null
    private var isStarting = false
    private var ready = false
    private var waiting: Wanted? = null

    private class Wanted(
        val sentences: List<String>,
        val language: Language,
        val noVoice: () -> Unit,
    )

    /**
     * Reads the sentences, with a pause after each; a second press while it reads ends it. [noVoice] is called when the phone has no
     * voice for the language. While the voice is being started what was asked for last waits.
     */
    fun read(
        sentences: List<String>,
        language: Language,
        noVoice: () -> Unit,
    ) {
        val wanted = Wanted(sentences, language, noVoice)
        val known = speech
        when {
            known == null && !isStarting -> start(wanted)
            !ready -> waiting = wanted
            known != null && known.isSpeaking -> known.stop()
            else -> speak(wanted)
        }
    }

    /** Nothing is read any more, and nothing that was asked for is read later. */
    fun stop() {
        waiting = null
        speech?.stop()
    }

    fun close() {
        waiting = null
        end()
    }

    private fun start(wanted: Wanted) {
        waiting = wanted
        isStarting = true
        val made = TextToSpeech(context.applicationContext) { status -> started(status == TextToSpeech.SUCCESS) }
        // A phone without any voice says so before the object is here.
        if (isStarting || ready) speech = made else made.shutdown()
    }

    private fun started(success: Boolean) {
        isStarting = false
        ready = success
        val wanted = waiting
        waiting = null
        if (success) {
            wanted?.let(::speak)
            return
        }
        // The next press tries it again.
        end()
        wanted?.noVoice?.invoke()
    }

    private fun end() {
        speech?.shutdown()
        speech = null
        isStarting = false
        ready = false
    }

    private fun speak(wanted: Wanted) {
        val speech = speech ?: return
        val voice = if (wanted.language == Language.ID) Locale("id", "ID") else Locale.UK
        if (speech.setLanguage(voice) < TextToSpeech.LANG_AVAILABLE) return wanted.noVoice()
        speech.stop()
        wanted.sentences.forEachIndexed { index, sentence ->
            speech.speak(sentence, TextToSpeech.QUEUE_ADD, null, "sentence-$index")
            speech.playSilentUtterance(PAUSE_MILLIS, TextToSpeech.QUEUE_ADD, "pause-$index")
        }
    }

    private companion object {
        const val PAUSE_MILLIS = 400L
    }
}
