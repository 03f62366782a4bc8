package org.payung.core

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import java.net.InetAddress
import java.net.ServerSocket

/** A call that waits for the network can be given up, as a platform does with a job that takes too long. */
class CancelTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `a cancelled sync ends at once and loses nothing`() =
        runBlocking {
            // An office that takes connections and never answers.
            ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { silent ->
                Office(folder.newFolder("office")).use { office ->
                    val url = "http://127.0.0.1:${silent.localPort}"
                    val trust = office.trust.replace(Regex("http://127\\.0\\.0\\.1:\\d+"), url)
                    Shell(folder.newFolder("phone"), trust).use { shell ->
                        val draft = Filled.review(shell, folder.newFile("ktp.jpg")).draft
                        val registration = shell.registrations.ready(draft).registration
                        val began = System.nanoTime()
                        val running = async(Dispatchers.IO) { shell.connection.sync() }
                        delay(500)
                        running.cancel()
                        withTimeout(10_000) { running.join() }
                        assertTrue("it waited", running.isCancelled && System.nanoTime() - began < 10_000_000_000)
                        val state = shell.registrations.status(registration).state
                        assertTrue("$state", state == RegistrationState.READY || state == RegistrationState.SENDING)
                        // The core goes on: another call, and another try that can be given up too.
                        assertEquals(
                            1,
                            shell.payung
                                .home()
                                .registrations.size,
                        )
                    }
                }
            }
        }
}
