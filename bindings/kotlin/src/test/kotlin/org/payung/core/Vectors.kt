package org.payung.core

import org.json.JSONArray
import org.json.JSONObject
import org.junit.Assert.assertTrue
import java.io.File
import java.time.LocalDate
import java.time.OffsetDateTime
import java.time.ZoneOffset

/** The shared vectors, and a phone that is asked about them. */
class Vectors(
    private val home: () -> File,
) {
    /** Asks a phone whose clock stands at the moment for which most vectors were made. */
    fun <T> look(
        millis: Long = NOON,
        look: (Shell) -> T,
    ): T = Shell(home(), clock = At(millis)).use(look)

    /** A picture for whatever asks for one. */
    fun card(): String = Sample.card(File(home(), "ktp.jpg")).path

    private class At(
        private val millis: Long,
    ) : Clock {
        override fun nowMillis() = millis
    }

    companion object {
        private const val NOON = 1_795_399_200_000

        private val folder = File("../../tests/vectors")

        /** Each file that is a list, and each part of those that are not. */
        fun parts(): List<String> =
            folder
                .listFiles { file -> file.extension == "json" }
                .orEmpty()
                .sorted()
                .flatMap { file ->
                    val name = file.nameWithoutExtension
                    if (file.readText().startsWith("[")) listOf(name) else JSONObject(file.readText()).keySet().sorted().map { "$name/$it" }
                }

        /** The rows of a part, of which there are at least so many. */
        fun rows(
            part: String,
            least: Int,
        ): List<JSONObject> {
            val text = File(folder, "${part.substringBefore('/')}.json").readText()
            val array = if ('/' in part) JSONObject(text).getJSONArray(part.substringAfter('/')) else JSONArray(text)
            assertTrue("$part has ${array.length()} rows", array.length() >= least)
            return array.rows()
        }

        /** Noon of a day in Western Indonesia. */
        fun noon(day: String): Long =
            LocalDate
                .parse(day)
                .atTime(12, 0)
                .toInstant(ZoneOffset.ofHours(7))
                .toEpochMilli()

        fun millis(moment: String): Long = OffsetDateTime.parse(moment).toInstant().toEpochMilli()
    }
}

fun JSONArray.rows(): List<JSONObject> = (0 until length()).map(::getJSONObject)

fun JSONArray.texts(): List<String> = map { it.toString() }

fun JSONObject.text(name: String): String? = if (isNull(name)) null else getString(name)

fun JSONObject.programmes(): List<Programme> = getJSONArray("programmes").texts().map { Programme.valueOf(it.uppercase()) }
