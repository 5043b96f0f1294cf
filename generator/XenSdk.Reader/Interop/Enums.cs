namespace ClangSharp.Interop;

#pragma warning disable IDE1006, CA1008, CA1027, CA1069 // The names and values are libclang's.

/// <summary>What a cursor is; only the kinds that the reader asks for.</summary>
internal enum CXCursorKind
{
    CXCursor_StructDecl = 2,
    CXCursor_UnionDecl = 3,
    CXCursor_EnumDecl = 5,
    CXCursor_FieldDecl = 6,
    CXCursor_EnumConstantDecl = 7,
    CXCursor_FunctionDecl = 8,
    CXCursor_VarDecl = 9,
    CXCursor_ParmDecl = 10,
    CXCursor_TypedefDecl = 20,
    CXCursor_MacroDefinition = 501,
    CXCursor_InclusionDirective = 503,
}

/// <summary>What a type is; only the kinds that the reader asks for.</summary>
internal enum CXTypeKind
{
    CXType_Invalid = 0,
    CXType_Unexposed = 1,
    CXType_Void = 2,
    CXType_Bool = 3,
    CXType_Char_U = 4,
    CXType_UChar = 5,
    CXType_UShort = 8,
    CXType_UInt = 9,
    CXType_ULong = 10,
    CXType_ULongLong = 11,
    CXType_UInt128 = 12,
    CXType_Char_S = 13,
    CXType_SChar = 14,
    CXType_WChar = 15,
    CXType_Short = 16,
    CXType_Int = 17,
    CXType_Long = 18,
    CXType_LongLong = 19,
    CXType_Int128 = 20,
    CXType_Float = 21,
    CXType_Double = 22,
    CXType_LongDouble = 23,
    CXType_Pointer = 101,
    CXType_Record = 105,
    CXType_Enum = 106,
    CXType_Typedef = 107,
    CXType_FunctionNoProto = 110,
    CXType_FunctionProto = 111,
    CXType_ConstantArray = 112,
    CXType_IncompleteArray = 114,
    CXType_Elaborated = 119,
}

/// <summary>What a token is.</summary>
internal enum CXTokenKind
{
    CXToken_Punctuation,
    CXToken_Keyword,
    CXToken_Identifier,
    CXToken_Literal,
    CXToken_Comment,
}

/// <summary>How much a diagnostic matters.</summary>
internal enum CXDiagnosticSeverity
{
    CXDiagnostic_Ignored,
    CXDiagnostic_Note,
    CXDiagnostic_Warning,
    CXDiagnostic_Error,
    CXDiagnostic_Fatal,
}

/// <summary>How parsing went.</summary>
internal enum CXErrorCode
{
    CXError_Success,
    CXError_Failure,
    CXError_Crashed,
    CXError_InvalidArguments,
    CXError_ASTReadError,
}

/// <summary>Where a visitor goes next.</summary>
internal enum CXChildVisitResult
{
    CXChildVisit_Break,
    CXChildVisit_Continue,
    CXChildVisit_Recurse,
}

/// <summary>Where a visitor of fields goes next.</summary>
internal enum CXVisitorResult
{
    CXVisit_Break,
    CXVisit_Continue,
}

/// <summary>What an evaluated expression is.</summary>
internal enum CXEvalResultKind
{
    CXEval_UnExposed = 0,
    CXEval_Int = 1,
    CXEval_Float = 2,
    CXEval_ObjCStrLiteral = 3,
    CXEval_StrLiteral = 4,
    CXEval_CFStr = 5,
    CXEval_Other = 6,
}

/// <summary>How to parse.</summary>
[Flags]
internal enum CXTranslationUnit_Flags
{
    CXTranslationUnit_None = 0,
    CXTranslationUnit_DetailedPreprocessingRecord = 0x01,
    CXTranslationUnit_SkipFunctionBodies = 0x40,
    CXTranslationUnit_KeepGoing = 0x200,
    CXTranslationUnit_SingleFileParse = 0x400,
}
