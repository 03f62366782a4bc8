plugins {
    alias(libs.plugins.android.application)
}

// Where the generated API and the native libraries lie: `./payung bindings` and bindings/kotlin/build-natives.sh write there.
val built = file(providers.gradleProperty("payung.target").getOrElse("../../target"))

android {
    namespace = "org.payung.app"
    compileSdk = 36

    defaultConfig {
        applicationId = "org.payung.app"
        minSdk = 23
        targetSdk = 36
        versionCode = 1
        versionName = "0.2.0"
        androidResources.localeFilters += listOf("id", "en")
    }

    sourceSets {
        getByName("main") {
            kotlin.srcDir("../../bindings/kotlin/src/main/kotlin")
            kotlin.srcDir(built.resolve("bindings/kotlin"))
            jniLibs.srcDir(built.resolve("natives/lib"))
        }
        getByName("test") {
            kotlin.srcDir("../../bindings/kotlin/src/fixtures/kotlin")
        }
    }

    // A release is signed with what the environment names, and stays unsigned where it names nothing.
    val store = providers.environmentVariable("PAYUNG_KEYSTORE").orNull
    val release =
        store?.let {
            signingConfigs.create("release") {
                storeFile = file(it)
                storePassword = providers.environmentVariable("PAYUNG_KEYSTORE_PASSWORD").get()
                keyAlias = providers.environmentVariable("PAYUNG_KEY_ALIAS").getOrElse("payung")
                keyPassword = providers.environmentVariable("PAYUNG_KEY_PASSWORD").get()
            }
        }

    buildTypes {
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(
                getDefaultProguardFile("proguard-android-optimize.txt"),
                // The API's sources are compiled with the app's, so its rules come with no library.
                "../../bindings/kotlin/src/main/resources/META-INF/proguard/payung-core.pro",
                "proguard-rules.pro",
            )
            signingConfig = release
        }
    }

    // One APK for each processor, and with -Ppayung.bundle one bundle for the store: Android's plugin makes no bundle of an app that is
    // split by processors.
    splits {
        abi {
            isEnable = !providers.gradleProperty("payung.bundle").isPresent
            reset()
            include("arm64-v8a", "armeabi-v7a", "x86_64")
            isUniversalApk = false
        }
    }

    // The language is chosen in the app, so a store leaves out none.
    bundle {
        language {
            enableSplit = false
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
        // JNA uses java.util.function, which Android 6 lacks.
        isCoreLibraryDesugaringEnabled = true
    }

    // What pom.xml gives its tests, by the same names: ProjectTest compares both. `./payung android prepare` makes what they need. The
    // core takes the callbacks of one Android only, so -Ppayung.oldest runs the tests of Android 6 in a call of its own.
    testOptions.unitTests {
        isIncludeAndroidResources = true
        all { test ->
            val bin = built.resolve("debug")
            val work = built.resolve("android")
            val isOldest = providers.gradleProperty("payung.oldest").isPresent
            test.workingDir = rootDir
            test.jvmArgs("-Xmx2g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--add-opens", "java.base/java.io=ALL-UNNAMED")
            test.systemProperty("java.awt.headless", "true")
            test.systemProperty("jna.library.path", bin.path)
            test.systemProperty("robolectric.enabledSdks", if (isOldest) "23" else "34")
            if (!isOldest) test.systemProperty("robolectric.graphicsMode", "NATIVE")
            test.systemProperty("robolectric.offline", "true")
            test.systemProperty("robolectric.dependency.dir", work.resolve("sdks").path)
            test.systemProperty("payung.office", bin.resolve("office").path)
            test.systemProperty("payung.sandbox", bin.resolve("payung-sandbox-acquirer").path)
            test.systemProperty("payung.work", work.path)
            test.systemProperty("payung.pictures", "cover")
        }
    }
}

dependencies {
    implementation(libs.coroutines)
    implementation(variantOf(libs.jna) { artifactType("aar") })
    coreLibraryDesugaring(libs.desugar)
    testImplementation(libs.junit)
    testImplementation(libs.jna)
    testImplementation(libs.robolectric)
    testImplementation(libs.sqlite)
    testImplementation(libs.zxing)
    testImplementation(libs.pdfbox)
}
