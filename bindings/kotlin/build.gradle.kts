plugins {
    alias(libs.plugins.kotlin.jvm)
}

// The generated half of the API, the core's library and the office of the tests: `./payung bindings` and `cargo build` write there.
val built = file(providers.gradleProperty("payung.target").getOrElse("../../target"))
val programs = built.resolve("debug")

kotlin {
    jvmToolchain(17)
}

sourceSets {
    main {
        kotlin.srcDir(built.resolve("bindings/kotlin"))
    }
    test {
        // Shared with the tests of the Android shell.
        kotlin.srcDir("src/fixtures/kotlin")
    }
}

dependencies {
    implementation(libs.coroutines)
    implementation(libs.jna)
    testImplementation(libs.junit)
    testImplementation(libs.json)
}

tasks.test {
    systemProperty("java.awt.headless", "true")
    systemProperty("jna.library.path", programs.path)
    systemProperty("payung.office", programs.resolve("office").path)
}
