using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using SystemFlow.Operations.Loads;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A bar for each shift, with the norm drawn in. A table beside it says the same.</summary>
public sealed partial class ShiftChart
{
    private const int Wide = 900;
    private const int Tall = 220;
    private const int Left = 34;
    private const int Ground = 190;
    private const int Room = 170;
    private const int Norm = 72; // One in ten minutes for twelve hours.
    private const int LabelsShown = 8;

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>Oldest first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<ShiftLoad> Shifts { get; set; }

    private int Most => Math.Max(Norm + 8, Shifts.Select(shift => shift.Tally.Alerts).DefaultIfEmpty(0).Max());

    private int LabelEvery => 2 * Math.Max(1, Shifts.Length / 2 / LabelsShown);

    private string Words => $"Alerts in each of {Shifts.Length} shifts, at most {Shifts.Select(shift => shift.Tally.Alerts).DefaultIfEmpty(0).Max()}. The norm is {Norm}. The table below has every number.";

    private double Step => (double)(Wide - Left - 4) / Math.Max(1, Shifts.Length);

    private string BarWide => Number(Math.Max(1, Step - 4));

    private string X(int index) => Number(Left + 4 + (index * Step));

    private string Y(double alerts) => Number(Ground - Scale(alerts));

    private double Scale(double alerts) => Room * alerts / Most;

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
