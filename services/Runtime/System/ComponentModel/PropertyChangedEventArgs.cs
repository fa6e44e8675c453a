namespace System.ComponentModel;

public class PropertyChangedEventArgs(string? propertyName) : EventArgs
{
    public virtual string? PropertyName => propertyName;
}
