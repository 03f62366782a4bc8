package org.payung.app

import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Assume.assumeTrue
import org.junit.Before
import org.payung.core.Language
import org.robolectric.RuntimeEnvironment
import java.util.TimeZone

/** Draws screens on every kind of phone. Somebody looks at the pictures; what [Checks] can measure on them must hold. */
abstract class Shots : OnPhone() {
    private val zone = TimeZone.getDefault()

    /** What the app speaks on these pictures. */
    protected open val language = Language.ID

    @Before
    fun asWanted() {
        // Screens are drawn in English in the long run, or when that is named.
        assumeTrue(language == Language.ID || wanted == "all" || isNamed(ENGLISH))
        (RuntimeEnvironment.getApplication() as PayungApp).preferences.language = language
        // A phone in Jakarta, wherever the tests run: times on it are those of its reminders.
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Jakarta"))
        Papers.install()
    }

    @After
    fun home() = TimeZone.setDefault(zone)

    protected class Kind(
        val name: String,
        val qualifiers: String,
        val letters: Float = 1f,
    )

    protected val day = Kind("day", "in-w360dp-h720dp-port-notnight-xhdpi")
    private val kinds =
        listOf(
            Kind("night", "in-w360dp-h720dp-port-night-xhdpi"),
            Kind("large", "in-w360dp-h720dp-port-notnight-xhdpi", 2f),
            Kind("small", "in-w320dp-h533dp-port-notnight-hdpi"),
            Kind("small-large-night", "in-w320dp-h533dp-port-night-hdpi", 2f),
            Kind("land", "in-w720dp-h360dp-land-notnight-xhdpi"),
            Kind("tablet", "in-w800dp-h1280dp-port-night-hdpi"),
            Kind("wide", "in-w1280dp-h800dp-land-notnight-mdpi"),
            Kind("wide-low", "in-w915dp-h412dp-land-night-hdpi"),
        )
    private val wanted = System.getProperty("payung.pictures").orEmpty()

    private fun isNamed(kind: String) = kind in wanted.split(',')

    /** The number of the last picture, so that the sheets show the way in its order. */
    protected var count = 0

    /**
     * By day always; of the other kinds all of them, those that are named, or in the shorter run the next two, so that every kind is
     * drawn often. In English by day, which is where longer or shorter words would break a screen.
     */
    protected fun shoot(
        rig: Rig,
        name: String,
    ) {
        val number = "%02d".format(++count)
        if (language == Language.EN) {
            check(rig, "$number-$name-$ENGLISH")
            measureLargest(rig, "$number-$name-$ENGLISH")
            return turn(rig, day)
        }
        check(rig, "$number-$name-day")
        measureLargest(rig, "$number-$name")
        val chosen =
            when (wanted) {
                "all" -> kinds
                "cover" -> listOf(kinds[count % kinds.size], kinds[(count * 2 + 1) % kinds.size])
                else -> kinds.filter { isNamed(it.name) }
            }
        for (kind in chosen.distinct()) {
            turn(rig, kind)
            check(rig, "$number-$name-${kind.name}")
        }
        turn(rig, day)
    }

    /** Also measures what was drawn. What is wrong is gathered, so that one run says all of it. */
    private fun check(
        rig: Rig,
        name: String,
    ) {
        rig.shoot(name)
        wrong += Checks.all(rig).map { "$name: $it" }
    }

    /** The largest letters on the smallest screen, whichever kinds are drawn: nothing is cut there, and nothing too small to tap. */
    private fun measureLargest(
        rig: Rig,
        name: String,
    ) {
        turn(rig, kinds.single { it.name == "small-large-night" })
        val seen = rig.activity.resources.configuration
        assertEquals("320 dp, letters of 200 %", 320 to 2f, seen.screenWidthDp to seen.fontScale)
        wrong += Checks.laidOut(rig).map { "$name, small and large: $it" }
    }

    private val wrong = mutableListOf<String>()

    @After
    fun right() = assertTrue(wrong.joinToString("\n"), wrong.isEmpty())

    protected fun inLanguage(
        indonesian: String,
        english: String,
    ) = if (language == Language.EN) english else indonesian

    protected fun turn(
        rig: Rig,
        kind: Kind,
    ) {
        RuntimeEnvironment.setQualifiers(kind.qualifiers)
        RuntimeEnvironment.setFontScale(kind.letters)
        rig.turn()
    }

    /** From the first screen to another, as a link does. */
    protected fun goTo(
        rig: Rig,
        route: Route,
    ) {
        rig.activity.goFromHome(route)
        rig.settle()
    }

    private companion object {
        const val ENGLISH = "english"
    }
}
