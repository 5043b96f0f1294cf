# The notes by which Xen and its tools know a guest, whatever it is booted as (xen/include/public/elfnote.h). What they say are
# properties of the project: xensdk-notes.inc is made of them, with a macro for each.

        .intel_syntax noprefix
        .include "note.inc"
        .include "xensdk-notes.inc"

        .section .note.Xen, "a", @note
        note    6                       # GUEST_OS
        text_of_guest_os
        note_end
        note    7                       # GUEST_VERSION
        text_of_guest_version
        note_end
        note    5                       # XEN_VERSION
        text_of_xen_version
        note_end
        note    8                       # LOADER
        text_of_loader
        note_end
        note    9                       # PAE_MODE
        text_of_pae_mode
        note_end
        note    10                      # FEATURES
        text_of_features
        note_end
        note    17                      # SUPPORTED_FEATURES
        .long   SUPPORTED_FEATURES
        note_end

        .section .note.GNU-stack, "", @progbits
