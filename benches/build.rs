//! With `c-peers`: compiles the shims in `c/` against the libraries that pkg-config finds.

fn main() {
    #[cfg(feature = "c-peers")]
    for (package, shim) in [("libosip2", "c/osip.c"), ("sofia-sip-ua", "c/sofia.c")] {
        println!("cargo:rerun-if-changed={shim}");
        // The shim first, then what it needs: linkers read from left to right.
        let library = pkg_config::Config::new().cargo_metadata(false).probe(package).unwrap();
        cc::Build::new()
            .file(shim)
            .includes(library.include_paths)
            .compile(std::path::Path::new(shim).file_stem().unwrap().to_str().unwrap());
        pkg_config::probe_library(package).unwrap();
    }
}
