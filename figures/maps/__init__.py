"""Maps: zones and communes, from values to sketches."""
