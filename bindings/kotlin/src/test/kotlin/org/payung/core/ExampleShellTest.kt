package org.payung.core

import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import java.io.File
import javax.crypto.KeyGenerator

/** The shell of docs/shell.md works, and stands there as it is here. */
class ExampleShellTest {
    @get:Rule
    val folder = TemporaryFolder()

    private class SampleWorker : Worker {
        val seen = mutableListOf<String>()
        var interrupted = false

        override fun read(lines: List<String>) {
            seen += lines
        }

        override fun answer(question: String): String {
            // Once, in the middle of the form, the app is closed.
            if (question == "birth_place" && !interrupted) {
                interrupted = true
                throw InterruptedException()
            }
            return Sample.answers[question].orEmpty()
        }

        override fun photograph(into: File) {
            Sample.card(into)
        }
    }

    @Test
    fun `the shell of the document registers a worker from the first screen to accepted`() =
        runBlocking {
            val worker = SampleWorker()
            val key = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()
            Office(folder.newFolder("office")).use { office ->
                val home = folder.newFolder("phone")
                office.serve()
                ExampleShell(home, office.trust, key, worker).use { shell ->
                    shell.home()
                    try {
                        shell.register()
                    } catch (_: InterruptedException) {
                        shell.pause()
                    }
                }
                assertTrue("the app was closed in the middle", worker.interrupted)
                ExampleShell(home, office.trust, key, worker).use { shell ->
                    shell.home()
                    assertTrue("the draft is listed by its name", worker.seen.any { it.startsWith(Sample.NAME) })
                    val registration = shell.register()
                    shell.sync()
                    assertEquals(RegistrationState.RECEIVED, shell.status(registration))
                    assertTrue("what was seen on its screen is not notified", shell.notifications().isEmpty())
                    office.open()
                    office.accept(registration)
                    shell.pause()
                    shell.resume()
                    shell.sync()
                    assertEquals(RegistrationState.ACCEPTED, shell.status(registration))
                }
                assertTrue("options were shown", worker.seen.any { it.startsWith("( ) ") })
                assertTrue("nothing of the camera stays", home.walk().none { it.extension == "jpg" })
            }
        }

    @Test
    fun `the document shows this shell as it is`() {
        val source = File("src/test/kotlin/org/payung/core/ExampleShell.kt").readText()
        val document = File("../../docs/shell.md").readText()
        assertTrue("docs/shell.md shows another ExampleShell.kt", "```kotlin\n$source```" in document)
    }
}
