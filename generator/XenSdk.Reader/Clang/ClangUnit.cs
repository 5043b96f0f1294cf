using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ClangSharp.Interop;
using XenSdk.Reader.Source;

namespace XenSdk.Reader.Clang;

/// <summary>A place as clang knows it: its file's handle, line and column from 1, and the byte from the file's start.</summary>
internal readonly record struct ClangPlace(nint File, int Line, int Column, int Offset);

/// <summary>An error that clang found.</summary>
internal readonly record struct ClangError(ClangPlace Place, string Message);

/// <summary>One parse by clang of a file that is given as bytes, so that what was hashed is what was parsed.</summary>
internal sealed unsafe class ClangUnit : IDisposable
{
    private readonly CXIndex _index;
    private CXTranslationUnit _unit;

    private ClangUnit(CXIndex index, CXTranslationUnit unit)
    {
        _index = index;
        _unit = unit;
    }

    /// <summary>The node that holds all declarations.</summary>
    public CXCursor Root => clang.getTranslationUnitCursor(_unit);

    /// <summary>Parses; null where clang gives up without a word (<paramref name="code"/> says why).</summary>
    public static ClangUnit? Parse(
        string path, ReadOnlySpan<byte> contents, IReadOnlyList<string> arguments, CXTranslationUnit_Flags flags, out CXErrorCode code)
    {
        CXIndex index = CXIndex.Create();
        using var names = new NativeArguments([path]);
        using var native = new NativeArguments(arguments);
        CXTranslationUnitImpl* unit = null;
        fixed (byte* bytes = contents)
        {
            byte nothing = 0;
            var file = new CXUnsavedFile
            {
                Filename = names[0],
                Contents = (sbyte*)(bytes is null ? &nothing : bytes),
                Length = (nuint)contents.Length,
            };
            code = clang.parseTranslationUnit2(index, names[0], native.Pointers, native.Count, &file, 1, (uint)flags, &unit);
        }
        if (code == CXErrorCode.CXError_Success && unit is not null)
            return new ClangUnit(index, unit);
        index.Dispose();
        return null;
    }

    /// <summary>The errors of this parse, fatal ones too, in clang's order; without warnings and notes.</summary>
    public List<ClangError> Errors()
    {
        var errors = new List<ClangError>();
        uint count = clang.getNumDiagnostics(_unit);
        for (uint i = 0; i < count; i++)
        {
            void* diagnostic = clang.getDiagnostic(_unit, i);
            if (clang.getDiagnosticSeverity(diagnostic) >= CXDiagnosticSeverity.CXDiagnostic_Error)
                errors.Add(new ClangError(PlaceOf(clang.getDiagnosticLocation(diagnostic)), ClangText.Take(clang.getDiagnosticSpelling(diagnostic))));
            clang.disposeDiagnostic(diagnostic);
        }
        return errors;
    }

    /// <summary>The file's name, as the include search formed it; empty where there is no file.</summary>
    public static string FileName(nint file) => file == 0 ? string.Empty : ClangText.Take(clang.getFileName((void*)file));

    /// <summary>The handle of a file of this parse, by the name it was given with.</summary>
    public nint File(string path)
    {
        using var name = new NativeArguments([path]);
        return (nint)clang.getFile(_unit, name[0]);
    }

    /// <summary>The file that an <c>#include</c> found; 0 where it found none.</summary>
    public static nint IncludedFile(CXCursor directive) => (nint)clang.getIncludedFile(directive);

    /// <summary>The bytes that clang read.</summary>
    public ReadOnlySpan<byte> Contents(nint file)
    {
        nuint size = 0;
        sbyte* bytes = clang.getFileContents(_unit, (void*)file, &size);
        return bytes is null ? default : new ReadOnlySpan<byte>(bytes, checked((int)size));
    }

    /// <summary>Where something stands; what a macro writes stands where the macro is used.</summary>
    public static ClangPlace PlaceOf(CXSourceLocation location)
    {
        void* file;
        uint line, column, offset;
        clang.getExpansionLocation(location, &file, &line, &column, &offset);
        return new ClangPlace((nint)file, (int)line, (int)column, (int)offset);
    }

    /// <inheritdoc cref="PlaceOf(CXSourceLocation)"/>
    public static ClangPlace PlaceOf(CXCursor cursor) => PlaceOf(clang.getCursorLocation(cursor));

    /// <summary>Where the first token of a declaration stands.</summary>
    public static ClangPlace StartOf(CXCursor cursor) => PlaceOf(clang.getRangeStart(clang.getCursorExtent(cursor)));

    /// <summary>The tokens of a whole file, comments and branches not taken included: clang's lexer, not its preprocessor.</summary>
    public Token[] Tokens(nint file, int length)
    {
        CXSourceRange range = clang.getRange(
            clang.getLocationForOffset(_unit, (void*)file, 0),
            clang.getLocationForOffset(_unit, (void*)file, (uint)length));
        CXToken* tokens;
        uint count;
        clang.tokenize(_unit, range, &tokens, &count);
        var result = new Token[count];
        for (uint i = 0; i < count; i++)
        {
            CXSourceRange extent = clang.getTokenExtent(_unit, tokens[i]);
            result[i] = new Token(
                KindOf(clang.getTokenKind(tokens[i])),
                PlaceOf(clang.getRangeStart(extent)).Offset,
                PlaceOf(clang.getRangeEnd(extent)).Offset);
        }
        clang.disposeTokens(_unit, tokens, count);
        return result;
    }

    private static TokenKind KindOf(CXTokenKind kind) => kind switch
    {
        CXTokenKind.CXToken_Comment => TokenKind.Comment,
        CXTokenKind.CXToken_Identifier or CXTokenKind.CXToken_Keyword => TokenKind.Word,
        CXTokenKind.CXToken_Literal => TokenKind.Literal,
        _ => TokenKind.Punctuation,
    };

    /// <summary>The nodes directly below a node, in order; below the root also macros and include directives.</summary>
    public static List<CXCursor> Children(CXCursor parent)
    {
        var children = new List<CXCursor>();
        GCHandle handle = GCHandle.Alloc(children);
        _ = clang.visitChildren(parent, &Visit, (void*)GCHandle.ToIntPtr(handle));
        handle.Free();
        return children;
    }

    /// <summary>The members of a record in order, those without a name too.</summary>
    public static List<CXCursor> Fields(CXType record)
    {
        var fields = new List<CXCursor>();
        GCHandle handle = GCHandle.Alloc(fields);
        _ = clang.Type_visitFields(record, &VisitField, (void*)GCHandle.ToIntPtr(handle));
        handle.Free();
        return fields;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static CXChildVisitResult Visit(CXCursor cursor, CXCursor parent, void* list)
    {
        ((List<CXCursor>)GCHandle.FromIntPtr((nint)list).Target!).Add(cursor);
        return CXChildVisitResult.CXChildVisit_Continue;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static CXVisitorResult VisitField(CXCursor cursor, void* list)
    {
        ((List<CXCursor>)GCHandle.FromIntPtr((nint)list).Target!).Add(cursor);
        return CXVisitorResult.CXVisit_Continue;
    }

    public void Dispose()
    {
        _unit.Dispose();
        _index.Dispose();
    }
}
