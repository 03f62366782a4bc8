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
    private var ready = false
    private var waiting: (() -> Unit)? = null

    /**
     * Reads the sentences, with a pause after each; a second press while it reads ends it. [noVoice] is called when the phone has no
     * voice for the language.
     */
    fun read(
        sentences: List<String>,
        language: Language,
        noVoice: () -> Unit,
    ) {
        val start = { speak(sentences, language, noVoice) }
        val known = speech
        if (known == null) {
            waiting = start
            speech =
                TextToSpeech(context.applicationContext) { status ->
                    ready = status == TextToSpeech.SUCCESS
                    if (ready) waiting?.invoke() else noVoice()
                    waiting = null
                }
            return
        }
        when {
            known.isSpeaking -> known.stop()
            ready -> start()
            else -> noVoice()
        }
    }

    fun stop() {
        speech?.stop()
    }

    fun close() {
        speech?.shutdown()
        speech = null
        ready = false
    }

    private fun speak(
        sentences: List<String>,
        language: Language,
        noVoice: () -> Unit,
    ) {
        val speech = speech ?: return
        val voice = if (language == Language.ID) Locale("id", "ID") else Locale.UK
        if (speech.setLanguage(voice) < TextToSpeech.LANG_AVAILABLE) return noVoice()
        speech.stop()
        sentences.forEachIndexed { index, sentence ->
            speech.speak(sentence, TextToSpeech.QUEUE_ADD, null, "sentence-$index")
            speech.playSilentUtterance(PAUSE_MILLIS, TextToSpeech.QUEUE_ADD, "pause-$index")
        }
    }

    private companion object {
        const val PAUSE_MILLIS = 400L
    }
}
