package org.payung.app

import android.os.Build
import android.os.Bundle
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.CaptureProvider
import org.payung.app.screen.HomeModel
import org.payung.core.KeyState
import org.payung.core.Sample
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File

/** The process stays while activities come and go: the key is there whenever somebody looks, and only then. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class StayTest : OnPhone() {
    private fun begun(check: (Rig) -> Unit) =
        folder.begun("income") { rig ->
            rig.type("1500")
            check(rig)
        }

    private fun key(rig: Rig): KeyState {
        var key: KeyState? = null
        rig.app.core.ask({ payung.home().key }) { key = it.getOrThrow() }
        rig.settle()
        return key!!
    }

    private fun opensAgain(rig: Rig) {
        rig.start()
        rig.unseen("Buka kunci HP")
        assertEquals(KeyState.OPEN, (rig.activity.front as HomeModel).state.home!!.key)
        rig.tap(R.string.go_on)
        rig.see("1.500")
    }

    @Test
    fun `whoever left with back and opens the app again goes on`() =
        begun { rig ->
            rig.quit()
            assertEquals("nobody looks", KeyState.LOCKED_NOW, key(rig))
            opensAgain(rig)
        }

    @Test
    fun `whoever opens the app after it worked in the background goes on`() =
        begun { rig ->
            rig.quit()
            rig.app.sync()
            rig.settle()
            rig.app.plan {}
            rig.settle()
            assertEquals("nobody looks", KeyState.LOCKED_NOW, key(rig))
            opensAgain(rig)
        }

    @Test
    fun `whoever opens the app while it works in the background goes on`() =
        begun { rig ->
            rig.quit()
            rig.app.plan {}
            rig.app.sync()
            opensAgain(rig)
        }

    @Test
    fun `a phone that keeps no activities shows the same question again`() =
        begun { rig ->
            rig.remake()
            rig.unseen("Buka kunci HP")
            assertEquals("income", rig.step.id)
            rig.type("1500000")
            rig.tap(rig.step.primary)
            assertEquals("programmes", rig.step.id)
        }

    @Test
    fun `a second activity that takes the place of the first one keeps the key`() =
        begun { rig ->
            val second = Robolectric.buildActivity(MainActivity::class.java).setup()
            rig.settle()
            rig.leave()
            assertEquals("one of them is on screen", KeyState.OPEN, key(rig))
            second.pause().stop()
            rig.settle()
            assertEquals(KeyState.LOCKED_NOW, key(rig))
            second.destroy()
        }

    @Test
    fun `a second activity leaves alone what the camera writes for the first one`() =
        folder.begun("ktp") { rig ->
            rig.duringCamera = {
                rig.leave()
                // Somebody taps a notification while the camera is in front.
                val second = Robolectric.buildActivity(MainActivity::class.java).setup()
                rig.settle()
                second.pause().stop().destroy()
                rig.resume()
            }
            rig.photograph(Sample.card(folder.newFile("card.jpg")))
            assertEquals("declaration", rig.step.id)
        }

    @Test
    fun `what the camera writes is left alone also by the first activity of a process that began behind it`() =
        folder.begun("ktp") { rig ->
            rig.duringCamera = {
                rig.dieBut {
                    // Somebody taps a notification while the camera is in front, and the process has ended behind it.
                    val other = Robolectric.buildActivity(MainActivity::class.java).setup()
                    rig.settle()
                    other.pause().stop().destroy()
                }
            }
            rig.photograph(Sample.card(folder.newFile("card.jpg")))
            assertEquals("declaration", rig.step.id)
        }

    @Test
    fun `what a camera left that nobody waits for any more is removed at a start`() =
        Rig(folder.newFolder("rig")).use { rig ->
            CaptureProvider.prepare(rig.app)
            val left = File(rig.app.noBackupFilesDir, "camera/capture.jpg")
            assertTrue(left.setLastModified(System.currentTimeMillis() - CaptureProvider.OPEN_MILLIS))
            rig.start()
            assertFalse(left.exists())
        }

    @Test
    fun `a picture that is shared while the app is in the background finds its question`() =
        folder.begun("ktp") { rig ->
            rig.leave()
            // The older phones tell the activity before it is started again.
            Sharing.offer(rig, Sample.card(folder.newFile("card.jpg")))
            rig.resume()
            rig.see(rig.string(R.string.shared_ask))
        }

    @Test
    fun `what is retained of a turned phone holds nothing of the activity before`() =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            val places =
                listOf(Route.Settings, Route.MyData, Route.Shared, Route.Cover("a"), Route.Bill("a"), Route.Reminders("a")) +
                    listOf(Route.Paper("a", 2026), Route.People, Route.Help)
            for (place in places) {
                rig.activity.go(place)
                rig.settle()
            }
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            rig.tap(R.string.register)
            for (place in places) rig.activity.go(place)
            rig.settle()
            val before = rig.activity
            rig.turn()
            assertTrue(before !== rig.activity)
            val held = Held.ways(rig.activity.fieldOf("stack"), before)
            assertEquals(emptyList<String>(), held)
            // The search itself finds what there is.
            assertTrue(Held.ways(listOf({ before.title }), before).isNotEmpty())
        }

    @Test
    fun `a state of a phone that knew no lock is read`() =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start()
            rig.revive(Bundle())
            assertFalse(rig.sees(rig.string(R.string.covered)))
            assertTrue(File(rig.home, "payung.db").exists())
        }

    private fun Any.fieldOf(name: String): Any? =
        javaClass
            .getDeclaredField(name)
            .apply { isAccessible = true }
            .get(this)
}
