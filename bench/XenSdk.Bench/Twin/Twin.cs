using System.Runtime.InteropServices;

namespace XenSdk.Bench;

/// <summary>The C twin of what runs in this process: <c>twin.c</c>, compiled when it is first needed, as a kernel would be.</summary>
internal static unsafe partial class Twin
{
    private static readonly string[] s_flags =
    [
        "-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-mgeneral-regs-only", "-fno-strict-aliasing", "-fno-strict-overflow",
        "-fno-tree-loop-distribute-patterns", "-shared", "-fPIC",
    ];

    static Twin() => NativeLibrary.SetDllImportResolver(typeof(Twin).Assembly, (name, _, _) => name == "twin" ? NativeLibrary.Load(Compile()) : 0);

    /// <summary>A hypercall page whose slots return their first argument; 0 where there is no memory for it.</summary>
    [LibraryImport("twin", EntryPoint = "leaf_page")]
    public static partial nint LeafPage();

    [LibraryImport("twin", EntryPoint = "calls1")]
    public static partial ulong Calls1(nint page, ulong count);

    [LibraryImport("twin", EntryPoint = "calls3")]
    public static partial ulong Calls3(nint page, ulong count);

    [LibraryImport("twin", EntryPoint = "calls4")]
    public static partial ulong Calls4(nint page, ulong count);

    [LibraryImport("twin", EntryPoint = "calls5")]
    public static partial ulong Calls5(nint page, ulong count);

    [LibraryImport("twin", EntryPoint = "fill_updates")]
    public static partial void FillUpdates(Queue* queue, ulong table, ulong frame, ulong count);

    [LibraryImport("twin", EntryPoint = "fill_calls")]
    public static partial void FillCalls(Queue* queue, ulong value, ulong count);

    [LibraryImport("twin", EntryPoint = "store_words")]
    public static partial void StoreWords(ulong* words, ulong value, ulong count);

    private static string Compile()
    {
        string library = Repository.Path("artifacts/bench/libtwin.so");
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        Processes.Run("gcc",
        [
            .. s_flags, "-I", Repository.Path("abi"), "-I", Repository.Path("abi/include/x86"), "-I", Repository.Path("abi/include/common"),
            Repository.Path("bench/XenSdk.Bench/Twin/twin.c"), "-o", library,
        ]);
        return library;
    }

    /// <summary>C's queue: its memory, how much is in it, and how much can be.</summary>
    public struct Queue(void* memory, ulong capacity)
    {
        public void* Memory = memory;
        public ulong Count = 0;
        public ulong Capacity = capacity;
    }
}
