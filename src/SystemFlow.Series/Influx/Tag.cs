namespace SystemFlow.Series.Influx;

/// <summary>
/// A name as it stands in a tag. Tags cannot hold a newline, nor end in a backslash, and versions differ in what they take for an escape:
/// so whatever is not a letter, a digit or a plain mark is written as in a web address. <c>dtoc.patients;reason=A</c> stays as it is.
/// </summary>
internal static class Tag
{
    public static string Write(string name) =>
        Uri.EscapeDataString(name).Replace("%3B", ";", StringComparison.Ordinal).Replace("%3D", "=", StringComparison.Ordinal);

    public static string Read(string tag) => Uri.UnescapeDataString(tag);
}
