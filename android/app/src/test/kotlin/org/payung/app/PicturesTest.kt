package org.payung.app

import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.payung.app.screen.begun
import org.payung.core.Office
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Draws every screen on every kind of phone. Somebody looks at the pictures; the test only fails when a screen cannot be drawn. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PicturesTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()

    private class Kind(
        val name: String,
        val qualifiers: String,
        val letters: Float = 1f,
    )

    private val day = Kind("day", "in-w360dp-h720dp-port-notnight-xhdpi")
    private val kinds =
        listOf(
            Kind("night", "in-w360dp-h720dp-port-night-xhdpi"),
            Kind("large", "in-w360dp-h720dp-port-notnight-xhdpi", 2f),
            Kind("small", "in-w320dp-h533dp-port-notnight-hdpi"),
            Kind("small-large-night", "in-w320dp-h533dp-port-night-hdpi", 2f),
            Kind("land", "in-w720dp-h360dp-land-notnight-xhdpi"),
            Kind("tablet", "in-w800dp-h1280dp-port-night-hdpi"),
        )
    private val all = System.getProperty("payung.pictures") == "all"
    private var count = 0

    /** By day always; of the other kinds all of them, or in the shorter run the next two, so that every kind is drawn often. */
    private fun shoot(
        rig: Rig,
        name: String,
    ) {
        val number = "%02d".format(++count)
        rig.shoot("$number-$name-day")
        val chosen = if (all) kinds else listOf(kinds[count % kinds.size], kinds[(count * 2 + 1) % kinds.size])
        for (kind in chosen.distinct()) {
            turn(rig, kind)
            rig.shoot("$number-$name-${kind.name}")
        }
        turn(rig, day)
    }

    private fun turn(
        rig: Rig,
        kind: Kind,
    ) {
        RuntimeEnvironment.setQualifiers(kind.qualifiers)
        RuntimeEnvironment.setFontScale(kind.letters)
        rig.turn()
    }

    @Test
    fun `every screen of the way to the office and back`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                rig.start()
                shoot(rig, "welcome")
                rig.tap(R.string.programmes)
                shoot(rig, "programmes")
                rig.back()
                rig.tap(R.string.help)
                shoot(rig, "help")
                rig.back()
                rig.tap(R.string.settings)
                shoot(rig, "settings")
                rig.back()
                rig.tap(R.string.dues)
                shoot(rig, "dues-empty")
                rig.calculate()
                shoot(rig, "dues")
                rig.back()
                rig.tap(R.string.register)
                rig.atQuestion = { step -> if (step.id !in SIMILAR) shoot(rig, step.id) }
                rig.fill()
                shoot(rig, "review")
                rig.tap(rig.step.primary)
                shoot(rig, "ready")
                rig.back()
                shoot(rig, "home-ready")
                rig.tap(rig.string(R.string.people))
                shoot(rig, "people")
                rig.back()
                rig.tap(R.string.my_data)
                shoot(rig, "my-data")
                rig.tap(R.string.wipe)
                shoot(rig, "wipe")
                rig.back()
                rig.back()
                val home = rig.activity.front as org.payung.app.screen.HomeModel
                val registration =
                    home.state.home!!
                        .registrations
                        .first()
                rig.tap(begun(registration.words))
                office.serve()
                rig.tap(R.string.send_try)
                shoot(rig, "received")
                office.open()
                office.correct(registration.registration, "phone", "Nomor ini tidak tersambung. Tulis nomor lain.")
                rig.away()
                shoot(rig, "correct")
                rig.tap(R.string.correct)
                shoot(rig, "correct-phone")
                rig.type("0813")
                rig.tap(rig.step.primary)
                shoot(rig, "phone-problem")
                rig.type("081300000002")
                shoot(rig, "phone-typed")
                rig.tap(rig.step.primary)
                rig.atQuestion = {}
                rig.fill(Sample.answers)
                rig.tap(rig.step.primary)
                office.open()
                office.accept(registration.registration)
                rig.away()
                shoot(rig, "accepted")
                rig.tap(R.string.cover)
                shoot(rig, "cover")
                val cover = rig.activity.front as org.payung.app.screen.CoverModel
                rig.tap(
                    cover.state.incidents
                        .first()
                        .title,
                )
                shoot(rig, "incident")
            }
        }
    }

    private companion object {
        /** Drawn by the same code as their neighbours, with other words. */
        val SIMILAR = setOf("nik_right", "birth_place", "mother_name")
    }
}
