using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Intake;

/// <summary>One cell of a published report.</summary>
/// <param name="Value">Null when blank, when <c>-</c>, or when it is not a number.</param>
/// <param name="IsNumber">False for a text that is neither blank nor a number, such as <c>Inf</c>.</param>
internal readonly record struct FigureCell(double? Value, bool IsNumber)
{
    private const string Missing = "-";

    /// <summary>As the file has it; empty for blank.</summary>
    public string Text { get; init; } = "";

    /// <summary>The cell of a column that the report does not have.</summary>
    public static FigureCell None { get; } = new(null, true);

    public static FigureCell Read(string text)
    {
        if (text is "" or Missing) return None;
        var number = DraftNumber.Parse(text).Number;
        return new FigureCell(number, number is not null) { Text = text };
    }
}
