using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// A package of modules that was loaded as one (<c>SIF_MULTIBOOT_MOD</c>): descriptors at its start, up to one whose
/// <c>mod_start</c> is 0, and behind them what they describe. Addresses in it count from its start.
/// </summary>
/// <remarks>
/// <code>
/// foreach (MultibootModule module in new MultibootModuleList(package))
///     Use(module.Content, module.CommandLine);
/// </code>
/// A view over the package; nothing is copied or allocated. Nothing outside of the package is read, whatever it says.
/// </remarks>
/// <param name="package">The whole package: <see cref="StartModule.TryGetContent"/>.</param>
public readonly ref struct MultibootModuleList(ReadOnlySpan<byte> package)
{
    private readonly ReadOnlySpan<byte> _package = package;

    /// <summary>Walks through the modules.</summary>
    public Enumerator GetEnumerator() => new(_package);

    /// <summary>Walks through the modules of a package.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _package;
        private int _next;
        private MultibootModule _current;

        internal Enumerator(ReadOnlySpan<byte> package) => _package = package;

        /// <summary>The module at hand.</summary>
        public readonly MultibootModule Current => _current;

        /// <summary>Whether the list came to an end that it should not have: with a descriptor of something outside of the
        /// package, or without a last one.</summary>
        public bool IsDamaged { get; private set; }

        /// <summary>Goes on to the next module.</summary>
        /// <returns>False behind the last one, and at one that <see cref="IsDamaged"/> is about.</returns>
        public unsafe bool MoveNext()
        {
            _current = default;
            if (IsDamaged)
                return false;
            if (_package.Length - _next < sizeof(XenMultibootModList))
            {
                IsDamaged = true;
                return false;
            }

            // The package can start anywhere, so that the descriptors need not be aligned.
            var descriptor = Unsafe.ReadUnaligned<XenMultibootModList>(
                ref Unsafe.Add(ref MemoryMarshal.GetReference(_package), _next));
            if (descriptor.ModStart == 0)
                return false;

            // The end is that of the last byte, not the one behind it.
            if (descriptor.ModEnd >= (uint)_package.Length || descriptor.ModStart > descriptor.ModEnd
                || descriptor.Cmdline >= (uint)_package.Length)
            {
                IsDamaged = true;
                return false;
            }

            int start = (int)descriptor.ModStart;
            _current = new(
                _package.Slice(start, (int)descriptor.ModEnd - start + 1),
                descriptor.Cmdline == 0 ? default : AsciiZ.BeforeZero(_package[(int)descriptor.Cmdline..]));
            _next += sizeof(XenMultibootModList);
            return true;
        }
    }
}
