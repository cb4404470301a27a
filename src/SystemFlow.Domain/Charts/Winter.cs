using System.Globalization;

namespace SystemFlow.Domain.Charts;

/// <summary>A winter of urgent care: 1 November to 31 March, which holds every winter daily situation report there was.</summary>
/// <param name="FirstYear">The year of its November.</param>
public readonly record struct Winter(int FirstYear)
{
    private const int FirstMonth = 11;
    private const int LastMonth = 3;

    /// <summary>1 November.</summary>
    public DateOnly First => new(FirstYear, FirstMonth, 1);

    /// <summary>31 March.</summary>
    public DateOnly Last => new(FirstYear + 1, LastMonth, 31);

    /// <summary><c>2017-18</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{FirstYear}-{(FirstYear + 1) % 100:00}");

    /// <summary>The winter that a day is in; in summer the last one.</summary>
    public static Winter Of(DateOnly day) => new(day.Month >= FirstMonth ? day.Year : day.Year - 1);
}
