package org.payung.core

import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

class RegistrationTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `a worker registers through Kotlin against the real office`() =
        runBlocking {
            Office(folder.newFolder("office")).use { office ->
                Shell(folder.newFolder("phone"), office.trust).use { shell ->
                    val review = Filled.review(shell, folder.newFile("ktp.jpg"))
                    assertTrue("nothing is missing at the end", review.step.primaryEnabled)

                    val ready = shell.registrations.ready(review.draft)
                    assertEquals(RegistrationState.READY, ready.state)
                    val registration = ready.registration

                    // The office is down: kept, and said why.
                    val kept = shell.connection.sync()
                    assertEquals(1u, kept.waiting)
                    assertEquals(ProblemCode.UNREACHABLE, kept.problem?.code)
                    assertTrue(kept.problem!!.words.isNotBlank())
                    assertEquals(0u, shell.registrations.status(registration).photosSent)

                    office.serve()
                    // The delay of the failed try is not waited for: somebody asks for a try now.
                    shell.connection.retryNow()
                    val report = shell.connection.sync()
                    assertNull(report.problem)
                    assertEquals(1u, report.received)
                    val received = shell.registrations.status(registration)
                    assertEquals(RegistrationState.RECEIVED, received.state)
                    assertEquals(received.photos, received.photosSent)

                    office.open()
                    office.accept(registration)
                    assertEquals(1u, shell.connection.sync().changed)
                    val notified = shell.registrations.notifications()
                    assertEquals(listOf(NotificationKind.DECISION), notified.map { it.kind })
                    assertEquals(registration, notified.single().registration)
                    shell.registrations.acknowledge(notified.single().id)
                    assertTrue("each is given once", shell.registrations.notifications().isEmpty())
                    assertEquals(RegistrationState.ACCEPTED, shell.registrations.status(registration).state)
                    assertTrue("the shell was told of it", Change.Registration(registration) in shell.changed)
                }
            }
        }
}
