package org.payung.app

import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory

/** What is written down about the app: its manifest, its versions, its colours, its words. No framework is needed. */
class ProjectTest {
    private val main = File("app/src/main")

    private fun xml(file: File): Element {
        val factory = DocumentBuilderFactory.newInstance().apply { isNamespaceAware = true }
        return factory.newDocumentBuilder().parse(file).documentElement
    }

    private fun Element.all(name: String): List<Element> =
        getElementsByTagName(name).let { list -> (0 until list.length).map { list.item(it) as Element } }

    private fun Element.android(name: String) = getAttributeNS("http://schemas.android.com/apk/res/android", name)

    @Test
    fun `the app asks for four permissions, and none of them opens anything of the worker's`() {
        val asked =
            xml(
                File(main, "AndroidManifest.xml"),
            ).all("uses-permission").map { it.android("name").removePrefix("android.permission.") }
        assertEquals(listOf("INTERNET", "ACCESS_NETWORK_STATE", "POST_NOTIFICATIONS", "RECEIVE_BOOT_COMPLETED"), asked)
    }

    @Test
    fun `only the app and what takes a shared picture can be called by others, and every component says so`() {
        val manifest = xml(File(main, "AndroidManifest.xml"))
        val components = listOf("activity", "activity-alias", "service", "receiver", "provider").flatMap { manifest.all(it) }
        assertTrue(components.size >= 4)
        for (component in components) {
            val name = component.android("name")
            assertEquals(
                name,
                if (name in
                    setOf(".MainActivity", ".phone.ShareActivity")
                ) {
                    "true"
                } else {
                    "false"
                },
                component.android("exported"),
            )
        }
        assertEquals("android.permission.BIND_JOB_SERVICE", manifest.all("service").single().android("permission"))
    }

    @Test
    fun `nothing is backed up and nothing goes in clear`() {
        val application = xml(File(main, "AndroidManifest.xml")).all("application").single()
        assertEquals("false", application.android("allowBackup"))
        assertEquals("false", application.android("usesCleartextTraffic"))
        assertTrue(application.android("debuggable").isEmpty())
        val network = xml(File(main, "res/xml/network_security.xml"))
        assertEquals("false", network.all("base-config").single().getAttribute("cleartextTrafficPermitted"))
        assertTrue(network.all("certificates").isEmpty() && network.all("domain-config").isEmpty())
        val rules = xml(File(main, "res/xml/data_extraction.xml"))
        for (kind in listOf("cloud-backup", "device-transfer")) {
            val left =
                rules
                    .all(kind)
                    .single()
                    .all("exclude")
                    .map { it.getAttribute("domain") }
            assertEquals(listOf("root", "file", "database", "sharedpref", "external"), left)
            assertTrue(rules.all("include").isEmpty())
        }
    }

    @Test
    fun `what Android 6 lacks of what JNA uses is rewritten by Gradle`() {
        val lacks = File("../scripts/android/oldest.txt").readLines().filter { it.startsWith("com.sun.jna.Structure ") }
        assertTrue("nothing needs it any more", lacks.any { "java.util.function" in it })
        val build = File("app/build.gradle.kts").readText()
        for (line in listOf("isCoreLibraryDesugaringEnabled = true", "coreLibraryDesugaring(libs.desugar)")) {
            assertTrue(line, build.lines().any { it.trim() == line })
        }
    }

    @Test
    fun `whoever shrinks an app with the API is told what to leave alone, in its jar, and so is this app`() {
        val rules = "src/main/resources/META-INF/proguard/payung-core.pro"
        val text = File("../bindings/kotlin/$rules").readText()
        assertTrue("in one place", "com.sun.jna" !in File("app/proguard-rules.pro").readText())
        assertTrue("../../bindings/kotlin/$rules" in File("app/build.gradle.kts").readText())
        val jar = java.util.jar.JarFile(File(System.getProperty("payung.work"), "payung-core.jar"))
        val inside = jar.use { it.getInputStream(it.getEntry("META-INF/proguard/payung-core.pro")).reader().readText() }
        assertEquals(text, inside)
        // `mvn package` makes another jar, of what the resources' plugin has copied.
        val executions = xml(File("../bindings/kotlin/pom.xml")).all("execution")
        val off = executions.filter { one -> one.all("phase").any { it.textContent == "none" } }.map { it.all("id").single().textContent }
        assertTrue("$off", "default-compile" in off && "default-resources" !in off)
    }

    @Test
    fun `Gradle gives tests what Maven gives them`() {
        val plugins = xml(File("pom.xml")).all("plugin")
        val surefire = plugins.single { it.all("artifactId").first().textContent == "maven-surefire-plugin" }
        val (defined, options) =
            surefire
                .all("argLine")
                .single()
                .textContent
                .split(' ')
                .partition { it.startsWith("-D") }
        val listed =
            surefire.all("systemPropertyVariables").flatMap { list ->
                val inside = (0 until list.childNodes.length).map { list.childNodes.item(it) }
                inside.filterIsInstance<Element>().map { it.tagName }
            }
        val build = File("app/build.gradle.kts").readText()
        val given = Regex("systemProperty\\(\"([^\"]+)\"").findAll(build).map { it.groupValues[1] }.toSet()
        assertEquals((defined.map { it.removePrefix("-D").substringBefore('=') } + listed).toSet(), given)
        assertTrue("$options", options.size > 3)
        for (option in options) assertTrue(option, "\"$option\"" in build)
        // Tests read files of this folder.
        assertTrue("workingDir = rootDir" in build)
    }

    @Test
    fun `what JNA's native half asks for by name is left alone`() {
        val library = javaClass.getResourceAsStream("/com/sun/jna/linux-x86-64/libjnidispatch.so")!!.use { it.readBytes() }
        val named = Regex("\u0000com/sun/jna/([A-Za-z_$]+)(?=\u0000)").findAll(String(library, Charsets.ISO_8859_1))
        val classes = named.map { "com.sun.jna." + it.groupValues[1] }.toSet()
        assertTrue("Callback and Structure at least", classes.containsAll(listOf("com.sun.jna.Callback", "com.sun.jna.Structure")))
        val kept = File("../bindings/kotlin/src/main/resources/META-INF/proguard/payung-core.pro").readLines()
        for (one in classes) assertTrue(one, kept.any { it == "-keep class $one" || it.startsWith("-keep class $one {") })
    }

    @Test
    fun `Gradle and Maven build with the same versions`() {
        val catalog =
            File(
                "gradle/libs.versions.toml",
            ).readLines().mapNotNull { Regex("(\\w+) = \"([^\"]+)\"").matchEntire(it)?.destructured }
        val gradle = catalog.associate { (name, version) -> name to version }
        val maven = xml(File("pom.xml")).all("properties").single()
        for (name in listOf("kotlin", "coroutines", "jna", "junit", "robolectric", "sqlite", "zxing", "pdfbox")) {
            assertEquals(name, gradle[name], maven.all("$name.version").single().textContent)
        }
        // Without it the app would be compiled by the Kotlin that Android's plugin brings.
        val plugins = File("build.gradle.kts").readLines().map { it.trim() }
        assertTrue("alias(libs.plugins.kotlin.jvm) apply false" in plugins)
        assertTrue("org.jetbrains.kotlin" !in File("app/build.gradle.kts").readText())
        val bindings = xml(File("../bindings/kotlin/pom.xml"))
        assertEquals(gradle["kotlin"], bindings.all("kotlin.version").single().textContent)
        // What the module of the API is built with: the same libraries, each by its name in the catalog.
        val named = File("../bindings/kotlin/build.gradle.kts").readText()
        val used = Regex("mplementation\\(libs\\.(\\w+)\\)").findAll(named).map { it.groupValues[1] }.toSet()
        val artifacts =
            File(
                "gradle/libs.versions.toml",
            ).readLines().mapNotNull { Regex("(\\w+) = \\{ module = \"([^\"]+)\".*").matchEntire(it) }
        val byArtifact = artifacts.associate { it.groupValues[2] to it.groupValues[1] }
        val libraries = bindings.all("dependencies").first().all("dependency")
        val versions =
            libraries.associate { one ->
                val artifact = "${one.all("groupId").single().textContent}:${one.all("artifactId").single().textContent}"
                byArtifact[artifact.removeSuffix("-jvm")] to one.all("version").single().textContent
            }
        assertEquals(versions.keys - null, used)
        for (name in used) assertEquals(name, gradle[name], versions[name])
    }

    @Test
    fun `a release is built in two ways, and a phone that gets it from a store has both languages`() {
        val build = File("app/build.gradle.kts").readText()
        // One that splits by processors gives no bundle.
        assertTrue("isEnable = !providers.gradleProperty(\"payung.bundle\").isPresent" in build)
        assertTrue(Regex("bundle \\{\\s*language \\{\\s*enableSplit = false\\s*}").containsMatchIn(build))
        val calls = File("workflows/android.yml").readLines().filter { "gradle --project-dir" in it }
        assertEquals(2, calls.size)
        assertTrue(calls.single { "assembleRelease" in it }.let { "bundle" !in it })
        assertTrue("-Ppayung.bundle" in calls.single { ":app:bundleRelease" in it })
        val kept = File("workflows/android.yml").readText().substringAfter("upload-artifact")
        for (kind in listOf("*.apk", "*.aab")) assertTrue(kind, kind in kept)
    }

    @Test
    fun `no limit of a size stands in code, because Android makes a window anew at those of resources only`() {
        val code = File(main, "kotlin").walk().filter { it.extension == "kt" }
        val limits = code.filter { Regex("screen(Width|Height)Dp").containsMatchIn(it.readText()) }
        assertEquals(emptyList<String>(), limits.map { it.name }.toList())
        for (limit in listOf("w840dp" to "wide", "w340dp" to "narrow", "h480dp" to "low", "h640dp" to "small")) {
            assertEquals(limit.second, xml(File(main, "res/values-${limit.first}/limits.xml")).all("bool").single().getAttribute("name"))
        }
    }

    @Test
    fun `every word is there in both languages, with the same places for numbers`() {
        fun words(folder: String) =
            xml(File(main, "res/$folder/strings.xml"))
                .all("string")
                .filter { it.getAttribute("translatable") != "false" }
                .associate { it.getAttribute("name") to it.textContent }
        val indonesian = words("values")
        val english = words("values-en")
        assertEquals(indonesian.keys, english.keys)
        val places = Regex("%\\d\\$[sd]")
        for ((name, text) in indonesian) {
            assertEquals(
                name,
                places
                    .findAll(text)
                    .map {
                        it.value
                    }.toList()
                    .sorted(),
                places
                    .findAll(english.getValue(name))
                    .map { it.value }
                    .toList()
                    .sorted(),
            )
            for (sentence in text.split(Regex("[.?!] "))) assertTrue("$name: $sentence", sentence.split(' ').size <= 25)
        }
    }

    @Test
    fun `no price and no date stands in a resource`() {
        for (folder in listOf("values", "values-en")) {
            val text = File(main, "res/$folder/strings.xml").readText()
            assertTrue(folder, !Regex("Rp ?\\d|\\b20\\d\\d\\b").containsMatchIn(text))
        }
    }

    @Test
    fun `text and graphics can be told from their ground, by day and by night`() {
        for (folder in listOf("values", "values-night")) {
            val colours =
                xml(File(main, "res/$folder/colors.xml")).all("color").associate {
                    it.getAttribute("name") to
                        it.textContent.removePrefix("#").toInt(16)
                }

            fun check(
                front: String,
                ground: String,
                least: Double,
            ) {
                val contrast = Checks.contrast(colours.getValue(front), colours.getValue(ground))
                assertTrue("$folder: $front on $ground is $contrast", contrast >= least)
            }
            for (text in listOf("ink", "soft", "primary", "success", "warning", "loss")) {
                check(text, "paper", TEXT)
                check(text, "card", TEXT)
            }
            check("on_primary", "primary", TEXT)
            check("success", "success_ground", TEXT)
            check("warning", "warning_ground", TEXT)
            for (ground in listOf("paper", "card")) check("edge", ground, GRAPHICS)
        }
    }

    private companion object {
        /** WCAG 2.2, AA. */
        const val TEXT = 4.5
        const val GRAPHICS = 3.0
    }
}
