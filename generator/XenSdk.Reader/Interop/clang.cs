using System.Reflection;
using System.Runtime.InteropServices;

namespace ClangSharp.Interop;

#pragma warning disable IDE1006, CA1401, CS8981 // The names are ClangSharp's, so that the reader compiles against either.

/// <summary>The functions of libclang that the reader uses, without their <c>clang_</c> prefix.</summary>
internal static unsafe class clang
{
    private const string Library = "libclang";

    static clang() => NativeLibrary.SetDllImportResolver(typeof(clang).Assembly, Resolve);

    /// <summary>Asked for the library before anything else is tried.</summary>
    public static event DllImportResolver? ResolveLibrary;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (DllImportResolver resolver in ResolveLibrary?.GetInvocationList() ?? [])
        {
            nint library = resolver(name, assembly, path);
            if (library != 0)
                return library;
        }
        return 0;
    }

    [DllImport(Library, EntryPoint = "clang_getClangVersion", ExactSpelling = true)]
    public static extern CXString getClangVersion();

    [DllImport(Library, EntryPoint = "clang_getCString", ExactSpelling = true)]
    public static extern sbyte* getCString(CXString @string);

    [DllImport(Library, EntryPoint = "clang_disposeString", ExactSpelling = true)]
    public static extern void disposeString(CXString @string);

    [DllImport(Library, EntryPoint = "clang_createIndex", ExactSpelling = true)]
    public static extern void* createIndex(int excludeDeclarationsFromPCH, int displayDiagnostics);

    [DllImport(Library, EntryPoint = "clang_disposeIndex", ExactSpelling = true)]
    public static extern void disposeIndex(void* index);

    [DllImport(Library, EntryPoint = "clang_parseTranslationUnit2", ExactSpelling = true)]
    public static extern CXErrorCode parseTranslationUnit2(
        void* CIdx,
        sbyte* source_filename,
        sbyte** command_line_args,
        int num_command_line_args,
        CXUnsavedFile* unsaved_files,
        uint num_unsaved_files,
        uint options,
        CXTranslationUnitImpl** out_TU);

    [DllImport(Library, EntryPoint = "clang_disposeTranslationUnit", ExactSpelling = true)]
    public static extern void disposeTranslationUnit(CXTranslationUnitImpl* param0);

    [DllImport(Library, EntryPoint = "clang_getTranslationUnitCursor", ExactSpelling = true)]
    public static extern CXCursor getTranslationUnitCursor(CXTranslationUnitImpl* param0);

    [DllImport(Library, EntryPoint = "clang_getFile", ExactSpelling = true)]
    public static extern void* getFile(CXTranslationUnitImpl* tu, sbyte* file_name);

    [DllImport(Library, EntryPoint = "clang_getFileName", ExactSpelling = true)]
    public static extern CXString getFileName(void* SFile);

    [DllImport(Library, EntryPoint = "clang_getFileContents", ExactSpelling = true)]
    public static extern sbyte* getFileContents(CXTranslationUnitImpl* tu, void* file, nuint* size);

    [DllImport(Library, EntryPoint = "clang_getLocationForOffset", ExactSpelling = true)]
    public static extern CXSourceLocation getLocationForOffset(CXTranslationUnitImpl* tu, void* file, uint offset);

    [DllImport(Library, EntryPoint = "clang_getExpansionLocation", ExactSpelling = true)]
    public static extern void getExpansionLocation(CXSourceLocation location, void** file, uint* line, uint* column, uint* offset);

    [DllImport(Library, EntryPoint = "clang_getRange", ExactSpelling = true)]
    public static extern CXSourceRange getRange(CXSourceLocation begin, CXSourceLocation end);

    [DllImport(Library, EntryPoint = "clang_getRangeStart", ExactSpelling = true)]
    public static extern CXSourceLocation getRangeStart(CXSourceRange range);

    [DllImport(Library, EntryPoint = "clang_getRangeEnd", ExactSpelling = true)]
    public static extern CXSourceLocation getRangeEnd(CXSourceRange range);

    [DllImport(Library, EntryPoint = "clang_getNumDiagnostics", ExactSpelling = true)]
    public static extern uint getNumDiagnostics(CXTranslationUnitImpl* Unit);

    [DllImport(Library, EntryPoint = "clang_getDiagnostic", ExactSpelling = true)]
    public static extern void* getDiagnostic(CXTranslationUnitImpl* Unit, uint Index);

    [DllImport(Library, EntryPoint = "clang_disposeDiagnostic", ExactSpelling = true)]
    public static extern void disposeDiagnostic(void* Diagnostic);

    [DllImport(Library, EntryPoint = "clang_getDiagnosticSeverity", ExactSpelling = true)]
    public static extern CXDiagnosticSeverity getDiagnosticSeverity(void* param0);

    [DllImport(Library, EntryPoint = "clang_getDiagnosticLocation", ExactSpelling = true)]
    public static extern CXSourceLocation getDiagnosticLocation(void* param0);

    [DllImport(Library, EntryPoint = "clang_getDiagnosticSpelling", ExactSpelling = true)]
    public static extern CXString getDiagnosticSpelling(void* param0);

    [DllImport(Library, EntryPoint = "clang_tokenize", ExactSpelling = true)]
    public static extern void tokenize(CXTranslationUnitImpl* TU, CXSourceRange Range, CXToken** Tokens, uint* NumTokens);

    [DllImport(Library, EntryPoint = "clang_disposeTokens", ExactSpelling = true)]
    public static extern void disposeTokens(CXTranslationUnitImpl* TU, CXToken* Tokens, uint NumTokens);

    [DllImport(Library, EntryPoint = "clang_getTokenKind", ExactSpelling = true)]
    public static extern CXTokenKind getTokenKind(CXToken param0);

    [DllImport(Library, EntryPoint = "clang_getTokenExtent", ExactSpelling = true)]
    public static extern CXSourceRange getTokenExtent(CXTranslationUnitImpl* param0, CXToken param1);

    [DllImport(Library, EntryPoint = "clang_visitChildren", ExactSpelling = true)]
    public static extern uint visitChildren(
        CXCursor parent,
        delegate* unmanaged[Cdecl]<CXCursor, CXCursor, void*, CXChildVisitResult> visitor,
        void* client_data);

    [DllImport(Library, EntryPoint = "clang_Type_visitFields", ExactSpelling = true)]
    public static extern uint Type_visitFields(
        CXType T,
        delegate* unmanaged[Cdecl]<CXCursor, void*, CXVisitorResult> visitor,
        void* client_data);

    [DllImport(Library, EntryPoint = "clang_getCursorKind", ExactSpelling = true)]
    public static extern CXCursorKind getCursorKind(CXCursor param0);

    [DllImport(Library, EntryPoint = "clang_getCursorSpelling", ExactSpelling = true)]
    public static extern CXString getCursorSpelling(CXCursor param0);

    [DllImport(Library, EntryPoint = "clang_getCursorLocation", ExactSpelling = true)]
    public static extern CXSourceLocation getCursorLocation(CXCursor param0);

    [DllImport(Library, EntryPoint = "clang_getCursorExtent", ExactSpelling = true)]
    public static extern CXSourceRange getCursorExtent(CXCursor param0);

    [DllImport(Library, EntryPoint = "clang_getCursorType", ExactSpelling = true)]
    public static extern CXType getCursorType(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_isCursorDefinition", ExactSpelling = true)]
    public static extern uint isCursorDefinition(CXCursor param0);

    [DllImport(Library, EntryPoint = "clang_getIncludedFile", ExactSpelling = true)]
    public static extern void* getIncludedFile(CXCursor cursor);

    [DllImport(Library, EntryPoint = "clang_Cursor_isMacroFunctionLike", ExactSpelling = true)]
    public static extern uint Cursor_isMacroFunctionLike(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_Cursor_isAnonymous", ExactSpelling = true)]
    public static extern uint Cursor_isAnonymous(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_Cursor_isBitField", ExactSpelling = true)]
    public static extern uint Cursor_isBitField(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_getFieldDeclBitWidth", ExactSpelling = true)]
    public static extern int getFieldDeclBitWidth(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_Cursor_getOffsetOfField", ExactSpelling = true)]
    public static extern long Cursor_getOffsetOfField(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_Cursor_getNumArguments", ExactSpelling = true)]
    public static extern int Cursor_getNumArguments(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_Cursor_getArgument", ExactSpelling = true)]
    public static extern CXCursor Cursor_getArgument(CXCursor C, uint i);

    [DllImport(Library, EntryPoint = "clang_Cursor_isVariadic", ExactSpelling = true)]
    public static extern uint Cursor_isVariadic(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_getCursorResultType", ExactSpelling = true)]
    public static extern CXType getCursorResultType(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_getTypedefDeclUnderlyingType", ExactSpelling = true)]
    public static extern CXType getTypedefDeclUnderlyingType(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_getEnumDeclIntegerType", ExactSpelling = true)]
    public static extern CXType getEnumDeclIntegerType(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_getEnumConstantDeclValue", ExactSpelling = true)]
    public static extern long getEnumConstantDeclValue(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_getTypeSpelling", ExactSpelling = true)]
    public static extern CXString getTypeSpelling(CXType CT);

    [DllImport(Library, EntryPoint = "clang_getCanonicalType", ExactSpelling = true)]
    public static extern CXType getCanonicalType(CXType T);

    [DllImport(Library, EntryPoint = "clang_isConstQualifiedType", ExactSpelling = true)]
    public static extern uint isConstQualifiedType(CXType T);

    [DllImport(Library, EntryPoint = "clang_getTypedefName", ExactSpelling = true)]
    public static extern CXString getTypedefName(CXType CT);

    [DllImport(Library, EntryPoint = "clang_getPointeeType", ExactSpelling = true)]
    public static extern CXType getPointeeType(CXType T);

    [DllImport(Library, EntryPoint = "clang_getTypeDeclaration", ExactSpelling = true)]
    public static extern CXCursor getTypeDeclaration(CXType T);

    [DllImport(Library, EntryPoint = "clang_getArrayElementType", ExactSpelling = true)]
    public static extern CXType getArrayElementType(CXType T);

    [DllImport(Library, EntryPoint = "clang_getArraySize", ExactSpelling = true)]
    public static extern long getArraySize(CXType T);

    [DllImport(Library, EntryPoint = "clang_Type_getNamedType", ExactSpelling = true)]
    public static extern CXType Type_getNamedType(CXType T);

    [DllImport(Library, EntryPoint = "clang_Type_getSizeOf", ExactSpelling = true)]
    public static extern long Type_getSizeOf(CXType T);

    [DllImport(Library, EntryPoint = "clang_Type_getAlignOf", ExactSpelling = true)]
    public static extern long Type_getAlignOf(CXType T);

    [DllImport(Library, EntryPoint = "clang_Cursor_Evaluate", ExactSpelling = true)]
    public static extern void* Cursor_Evaluate(CXCursor C);

    [DllImport(Library, EntryPoint = "clang_EvalResult_getKind", ExactSpelling = true)]
    public static extern CXEvalResultKind EvalResult_getKind(void* E);

    [DllImport(Library, EntryPoint = "clang_EvalResult_isUnsignedInt", ExactSpelling = true)]
    public static extern uint EvalResult_isUnsignedInt(void* E);

    [DllImport(Library, EntryPoint = "clang_EvalResult_getAsLongLong", ExactSpelling = true)]
    public static extern long EvalResult_getAsLongLong(void* E);

    [DllImport(Library, EntryPoint = "clang_EvalResult_getAsUnsigned", ExactSpelling = true)]
    public static extern ulong EvalResult_getAsUnsigned(void* E);

    [DllImport(Library, EntryPoint = "clang_EvalResult_dispose", ExactSpelling = true)]
    public static extern void EvalResult_dispose(void* E);
}
