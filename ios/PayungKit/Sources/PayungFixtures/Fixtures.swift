import PayungKit
