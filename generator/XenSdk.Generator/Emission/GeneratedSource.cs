namespace XenSdk.Generator;

/// <summary>A file of the compilation.</summary>
/// <param name="HintName">Its name.</param>
/// <param name="Text">Its text.</param>
/// <param name="DeclaresTypes">Whether it declares what has a layout; the others hold constants and methods only.</param>
internal sealed record GeneratedSource(string HintName, string Text, bool DeclaresTypes);
