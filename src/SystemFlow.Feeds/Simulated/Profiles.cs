namespace SystemFlow.Feeds.Simulated;

/// <summary>What an A&amp;E is like. Counts are a day's, on an average day of November.</summary>
internal sealed record DepartmentProfile
{
    /// <summary>Type 1 attendances.</summary>
    public required double Majors { get; init; }

    /// <summary>Attendances of the other types: urgent treatment, minor injuries.</summary>
    public required double Minors { get; init; }

    /// <summary>Ambulances, a part of the type 1 attendances.</summary>
    public required double Ambulances { get; init; }

    /// <summary>Of type 1 attendances, those admitted: 0 to 1.</summary>
    public required double AdmittedShare { get; init; }

    /// <summary>Cubicles in majors and resuscitation; 0 where there are none.</summary>
    public required int Spaces { get; init; }

    /// <summary>What the clinicians could see in a day, for each type 1 patient who comes.</summary>
    public double Staffing { get; init; } = 1.1;

    /// <summary>Minutes from being seen to a decision, for half of the type 1 patients.</summary>
    public double TreatmentMinutes { get; init; } = 120;

    /// <summary>Majors patients for each space, from which on ambulances have to wait.</summary>
    public double FullAt { get; init; } = 1.1;
}

/// <summary>What a hospital's beds are like. Counts are a day's, on an average day of November.</summary>
internal sealed record WardProfile
{
    /// <summary>General and acute beds open, without escalation.</summary>
    public required int CoreBeds { get; init; }

    /// <summary>Of them, those with a patient.</summary>
    public required int Occupied { get; init; }

    /// <summary>Patients from its own A&amp;E.</summary>
    public required double FromDepartment { get; init; }

    /// <summary>Emergency admissions past the A&amp;E; for step-down beds, transfers.</summary>
    public required double Direct { get; init; }

    /// <summary>Planned admissions on a working day.</summary>
    public required double Planned { get; init; }

    /// <summary>
    /// Of those who leave, those who were found ready on a ward round first, and not simply sent home.
    /// </summary>
    public required double ReadyShare { get; init; }

    /// <summary>Hours from ready to gone, for half of those who need no help outside.</summary>
    public double LeavingHours { get; init; } = 6.5;

    /// <summary>
    /// Makes the beds occupied come out as published, with all that the model adds to a stay and cuts off it.
    /// </summary>
    public double StayFactor { get; init; } = 1;

    /// <summary>The share of beds occupied, above which escalation beds are opened.</summary>
    public double EscalateAbove { get; init; } = 0.95;

    /// <summary>Free beds with which a patient is placed half as fast as with any number: they must suit.</summary>
    public double ChoiceOfBeds { get; init; } = 20;

    public int CriticalCareBeds { get; init; }

    public double CriticalCareOccupied { get; init; }
}
